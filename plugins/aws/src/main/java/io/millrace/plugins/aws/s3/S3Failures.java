package io.millrace.plugins.aws.s3;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Puts failed requests into words: what was tried, what the store said, and what it takes.
 *
 * <p>Source: the actions that IAM policies know, and the error codes of the S3 API.
 */
final class S3Failures {
  private static final int FORBIDDEN = 403;

  /** How the SDK begins when none of its providers has keys; it has no exception of its own. */
  private static final String NO_KEYS = "Unable to load credentials";

  /** The chunk itself is the reason: another try would end the same. */
  private static final Set<String> HOPELESS = Set.of("EntityTooLarge", "KeyTooLongError");

  /** What an operation needs, where the bucket's name stands for {@code %s}. */
  private static final Map<String, String> NEEDS =
      Map.of(
          "HeadBucket", "s3:ListBucket on arn:aws:s3:::%s",
          "CreateBucket", "s3:CreateBucket (or create the bucket, or set auto_create_bucket false)",
          "ListObjects", "s3:ListBucket on arn:aws:s3:::%s (or set check_apikey_on_start false)",
          "HeadObject",
              "s3:ListBucket on arn:aws:s3:::%s and s3:GetObject on arn:aws:s3:::%1$s/* (or set"
                  + " check_object false)",
          "PutObject",
              "s3:PutObject on arn:aws:s3:::%s/*, and the key's kms:GenerateDataKey, s3:PutObjectAcl"
                  + " or s3:PutObjectTagging if the configuration asks for encryption, access"
                  + " lists or tags",
          "GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration on arn:aws:s3:::%s",
          "PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration on arn:aws:s3:::%s");

  private final BucketSettings bucket;

  S3Failures(BucketSettings bucket) {
    this.bucket = bucket;
  }

  /** Why {@code operation} on {@code key} failed. */
  StoreFailure of(String operation, String key, RuntimeException e) {
    if (e instanceof StoreFailure known) {
      return known;
    }
    String what =
        operation + (key.isEmpty() ? "" : " of " + key) + " failed in " + bucket.display() + ": ";
    if (e instanceof StsException sts) {
      return new StoreFailure(
          "sts " + state(sts),
          what
              + "STS gave no credentials: "
              + said(sts)
              + ". The caller needs sts:AssumeRole on the role, and the role's trust policy must"
              + " name the caller",
          false,
          e);
    }
    if (e instanceof AwsServiceException refusal) {
      return new StoreFailure(
          operation + " " + state(refusal),
          what + said(refusal) + hint(operation, refusal),
          HOPELESS.contains(code(refusal)),
          e);
    }
    String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
    if (message.startsWith(NO_KEYS)) {
      return new StoreFailure(
          "no credentials",
          what
              + message
              + " Set assume_role_credentials, aws_key_id with aws_sec_key or another way to"
              + " credentials, or give the machine or the service account a role",
          false,
          e);
    }
    String state = e instanceof SdkClientException ? "no answer" : e.getClass().getSimpleName();
    return new StoreFailure(state, what + message, false, e);
  }

  /** The error code of a refusal; empty if the answer had none, as those to HEAD. */
  static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null || code.equals(Integer.toString(e.statusCode())) ? "" : code;
  }

  private static String state(AwsServiceException e) {
    String code = code(e);
    return code.isEmpty() ? Integer.toString(e.statusCode()) : code;
  }

  private static String said(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    return state(e)
        + " (status "
        + e.statusCode()
        + (e.requestId() == null ? "" : ", request " + e.requestId())
        + ")"
        + (message == null || message.isEmpty() ? "" : " " + message);
  }

  private String hint(String operation, AwsServiceException e) {
    return switch (code(e)) {
      case "SignatureDoesNotMatch" -> ". The secret access key is wrong";
      case "InvalidAccessKeyId" -> ". The access key id does not exist there";
      case "RequestTimeTooSkewed" -> ". The clock of this machine is wrong";
      case "NoSuchBucket" -> ". Create the bucket, or correct s3_bucket, s3_region or s3_endpoint";
      default ->
          e.statusCode() == FORBIDDEN && NEEDS.containsKey(operation)
              ? ". The credentials need " + NEEDS.get(operation).formatted(bucket.s3Bucket())
              : "";
    };
  }
}
