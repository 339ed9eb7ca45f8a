package io.millrace.plugins.aws.s3;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.plugins.aws.TransportSettings;
import java.util.List;
import java.util.Optional;

/** Which bucket, where it is, and how requests to it are written. */
public record BucketSettings(
    @Param(doc = "Name of the bucket; placeholders are not replaced in it.") String s3Bucket,
    @Param(doc = "Region of the bucket; the environment's AWS_REGION or us-east-1 unless set.")
        Optional<String> s3Region,
    @Param(doc = "URL of a store that speaks S3, if it is not Amazon's.")
        Optional<String> s3Endpoint,
    @Param(
            doc = "Whether the bucket stands in the path of the URL instead of the host name.",
            def = "false")
        boolean forcePathStyle,
    @Param(doc = "Whether S3 Transfer Acceleration is used.", def = "false")
        boolean enableTransferAcceleration,
    @Param(doc = "Whether the endpoints for both IPv4 and IPv6 are used.", def = "false")
        boolean enableDualStack,
    @Param(doc = "Version of the signature; only v4 exists here.")
        Optional<String> signatureVersion,
    @Param(
            doc =
                "Whether requests carry checksums that they need not; unless set, they do to"
                    + " Amazon's endpoints and do not to an s3_endpoint.")
        Optional<Boolean> computeChecksums,
    @Param(
            doc =
                "Whether bodies may be sent in chunks that are signed one by one, which some"
                    + " stores do not understand; unless set, they may to Amazon's endpoints only.")
        Optional<Boolean> chunkedEncoding,
    @Param(doc = "Whether a bucket that does not exist is created at the start.", def = "true")
        boolean autoCreateBucket,
    @Param(
            doc = "Whether the start checks that the bucket exists; until it does chunks are kept.",
            def = "true")
        boolean checkBucket,
    @Param(
            doc = "Whether the start checks that the bucket may be listed with these credentials.",
            def = "true")
        boolean checkApikeyOnStart,
    @Section(
            doc =
                "A rule of the bucket's lifecycle; if they differ from the bucket's, all its rules"
                    + " are replaced.")
        List<LifecycleRule> bucketLifecycleRule) {
  private static final String AMAZON = "amazonaws.com";

  /** A rule of the bucket's lifecycle. */
  public record LifecycleRule(
      @Param(doc = "Name of the rule.") String id,
      @Param(doc = "Keys it is for.", def = "") String prefix,
      @Param(doc = "Days after which objects are deleted.") int expirationDays) {}

  /** Refuses an endpoint of Amazon's and a signature that is no longer made. */
  public BucketSettings {
    s3Endpoint.ifPresent(BucketSettings::checkEndpoint);
    signatureVersion.ifPresent(BucketSettings::checkSignature);
  }

  private static void checkEndpoint(String endpoint) {
    TransportSettings.http("s3_endpoint", endpoint);
    boolean amazon =
        endpoint.endsWith(AMAZON)
            && !endpoint.endsWith("vpce." + AMAZON)
            && !endpoint.contains("fips")
            && !endpoint.contains("gov");
    if (amazon) {
      throw new IllegalArgumentException(
          "s3_endpoint is '"
              + endpoint
              + "', but it is for stores other than Amazon S3; remove it and set s3_region");
    }
  }

  private static void checkSignature(String version) {
    if (!version.equals("v4")) {
      throw new IllegalArgumentException(
          "signature_version is '"
              + version
              + "', but requests are signed with version v4 only; remove the parameter, and if the"
              + " store does not know v4, upgrade it");
    }
  }

  /** The region to sign for. */
  String region() {
    return s3Region
        .or(() -> Optional.ofNullable(System.getenv("AWS_REGION")))
        .filter(region -> !region.isBlank())
        .orElse("us-east-1");
  }

  /** Whether requests carry checksums that they need not. */
  boolean checksums() {
    return computeChecksums.orElse(s3Endpoint.isEmpty());
  }

  /** Whether bodies may be sent in signed chunks. */
  boolean chunked() {
    return chunkedEncoding.orElse(s3Endpoint.isEmpty());
  }

  /** Whether the start has anything to check. */
  boolean hasChecks() {
    return checkBucket || checkApikeyOnStart || !bucketLifecycleRule.isEmpty();
  }

  /** How messages name the bucket: with the store, if it is not Amazon's. */
  String display() {
    return "bucket " + s3Bucket + s3Endpoint.map(url -> " at " + url).orElse("");
  }
}
