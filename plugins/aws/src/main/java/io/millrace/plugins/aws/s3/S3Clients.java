package io.millrace.plugins.aws.s3;

import io.millrace.plugins.aws.HttpTransport;
import io.millrace.plugins.aws.RenewableCredentials;
import java.net.URI;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes the SDK's client of an output. */
final class S3Clients {
  private S3Clients() {}

  static S3Client open(S3Config config, RenewableCredentials credentials) {
    BucketSettings bucket = config.bucket();
    boolean amazon = bucket.s3Endpoint().isEmpty();
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(bucket.region()))
            .credentialsProvider(credentials)
            .httpClientBuilder(HttpTransport.builder(config.transport()))
            .forcePathStyle(bucket.forcePathStyle())
            .accelerate(bucket.enableTransferAcceleration())
            .dualstackEnabled(bucket.enableDualStack())
            // A bucket elsewhere answers with a redirection that Amazon's endpoints explain.
            .crossRegionAccessEnabled(amazon)
            .requestChecksumCalculation(
                bucket.checksums()
                    ? RequestChecksumCalculation.WHEN_SUPPORTED
                    : RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder().chunkedEncodingEnabled(bucket.chunked()).build());
    bucket.s3Endpoint().ifPresent(url -> builder.endpointOverride(URI.create(url)));
    return builder.build();
  }
}
