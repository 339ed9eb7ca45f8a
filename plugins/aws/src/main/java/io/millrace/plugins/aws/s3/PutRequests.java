package io.millrace.plugins.aws.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Writes the requests for objects, with everything the settings say of them. */
final class PutRequests {
  private final String bucket;
  private final ObjectSettings settings;
  private final Optional<CustomerKey> customerKey;

  /** A key of the user's own as requests carry it. */
  private record CustomerKey(String algorithm, String base64, String md5) {}

  PutRequests(String bucket, ObjectSettings settings) {
    this.bucket = bucket;
    this.settings = settings;
    this.customerKey = settings.sseCustomerKey().map(this::customerKey);
  }

  private CustomerKey customerKey(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    Base64.Encoder base64 = Base64.getEncoder();
    return new CustomerKey(
        settings.sseCustomerAlgorithm().orElseThrow(),
        base64.encodeToString(bytes),
        base64.encodeToString(md5().digest(bytes)));
  }

  /** MD5, which S3 uses to compare bytes, not to keep secrets. */
  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /** To store an object. */
  PutObjectRequest.Builder put(String key, Upload upload) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType(upload.contentType())
            .contentLength(upload.body().length())
            .storageClass(settings.effectiveStorageClass())
            .metadata(upload.metadata());
    settings.acl().ifPresent(request::acl);
    settings.grantFullControl().ifPresent(request::grantFullControl);
    settings.grantRead().ifPresent(request::grantRead);
    settings.grantReadAcp().ifPresent(request::grantReadACP);
    settings.grantWriteAcp().ifPresent(request::grantWriteACP);
    settings.useServerSideEncryption().ifPresent(request::serverSideEncryption);
    settings.ssekmsKeyId().ifPresent(request::ssekmsKeyId);
    settings.tagging().ifPresent(request::tagging);
    settings
        .checksumAlgorithm()
        .map(name -> ChecksumAlgorithm.fromValue(name.toUpperCase(Locale.ROOT)))
        .ifPresent(request::checksumAlgorithm);
    customerKey.ifPresent(
        own ->
            request
                .sseCustomerAlgorithm(own.algorithm())
                .sseCustomerKey(own.base64())
                .sseCustomerKeyMD5(own.md5()));
    return request;
  }

  /** To ask for an object. Carries the customer's key, without which its objects do not answer. */
  HeadObjectRequest head(String key) {
    HeadObjectRequest.Builder request = HeadObjectRequest.builder().bucket(bucket).key(key);
    customerKey.ifPresent(
        own ->
            request
                .sseCustomerAlgorithm(own.algorithm())
                .sseCustomerKey(own.base64())
                .sseCustomerKeyMD5(own.md5()));
    return request.build();
  }
}
