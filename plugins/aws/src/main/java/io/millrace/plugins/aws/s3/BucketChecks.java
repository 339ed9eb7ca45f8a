package io.millrace.plugins.aws.s3;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;

/**
 * The checks of the start: {@code check_bucket} with {@code auto_create_bucket}, {@code
 * check_apikey_on_start}, and the bucket's lifecycle rules.
 *
 * <p>Source: fluent-plugin-s3, start.
 */
final class BucketChecks {
  private static final int MOVED = 301;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final S3Config config;
  private final BucketSettings settings;
  private final String bucket;
  private final S3Client client;
  private final S3Calls calls;
  private final Logger log;

  BucketChecks(S3Config config, S3Client client, S3Calls calls, Logger log) {
    this.config = config;
    this.settings = config.bucket();
    this.bucket = settings.s3Bucket();
    this.client = client;
    this.calls = calls;
    this.log = log;
  }

  /**
   * Checks what is to be checked.
   *
   * @throws StoreFailure of the first check that fails
   */
  void run() {
    if (settings.checkBucket() && !exists()) {
      create();
    }
    if (settings.checkApikeyOnStart()) {
      list();
    }
    if (!settings.bucketLifecycleRule().isEmpty()) {
      putLifecycle();
    }
  }

  /** A bucket that answers at all exists; whether it may be used shows later. */
  private boolean exists() {
    return calls.call(
        "HeadBucket",
        "",
        () -> {
          try {
            client.headBucket(request -> request.bucket(bucket));
            return true;
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
              return false;
            } else if (e.statusCode() == FORBIDDEN || e.statusCode() == MOVED) {
              return true;
            }
            throw e;
          }
        });
  }

  private void create() {
    if (!settings.autoCreateBucket()) {
      String message =
          settings.display()
              + " does not exist. Create it, or set auto_create_bucket true; or correct s3_bucket,"
              + " s3_region or s3_endpoint";
      throw new StoreFailure("NoSuchBucket", message, false, new IllegalStateException(message));
    }
    boolean created =
        calls.call(
            "CreateBucket",
            "",
            () -> {
              try {
                client.createBucket(request -> request.bucket(bucket));
                return true;
              } catch (AwsServiceException e) {
                if (e.statusCode() == CONFLICT) {
                  return false;
                }
                throw e;
              }
            });
    if (created) {
      log.info("created {}", settings.display());
    }
  }

  private void list() {
    ListObjectsRequest request =
        ListObjectsRequest.builder().bucket(bucket).prefix(config.key().path()).maxKeys(1).build();
    calls.call(
        "ListObjects",
        "",
        () -> {
          try {
            return Optional.of(client.listObjects(request));
          } catch (AwsServiceException e) {
            if (S3Failures.code(e).equals("NoSuchBucket")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private void putLifecycle() {
    List<LifecycleRule> wanted =
        settings.bucketLifecycleRule().stream().map(BucketChecks::rule).sorted(BY_ID).toList();
    List<LifecycleRule> present = calls.call("GetBucketLifecycleConfiguration", "", this::present);
    if (!present.equals(wanted)) {
      calls.call(
          "PutBucketLifecycleConfiguration",
          "",
          () ->
              client.putBucketLifecycleConfiguration(
                  request ->
                      request.bucket(bucket).lifecycleConfiguration(rules -> rules.rules(wanted))));
      log.info("replaced the lifecycle rules of {}", settings.display());
    }
  }

  private static final Comparator<LifecycleRule> BY_ID =
      Comparator.comparing(rule -> rule.id() == null ? "" : rule.id());

  private List<LifecycleRule> present() {
    try {
      return client
          .getBucketLifecycleConfiguration(request -> request.bucket(bucket))
          .rules()
          .stream()
          .sorted(BY_ID)
          .toList();
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  private static LifecycleRule rule(BucketSettings.LifecycleRule rule) {
    return LifecycleRule.builder()
        .id(rule.id())
        .filter(LifecycleRuleFilter.builder().prefix(rule.prefix()).build())
        .expiration(LifecycleExpiration.builder().days(rule.expirationDays()).build())
        .status(ExpirationStatus.ENABLED)
        .build();
  }
}
