package io.millrace.devstack;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of the real SDK, without retries: a test wants to see the first answer. */
final class Clients {
  private static final ClientOverrideConfiguration NO_RETRY =
      ClientOverrideConfiguration.builder()
          .retryStrategy(retry -> retry.maxAttempts(1))
          .apiCallTimeout(Duration.ofSeconds(30))
          .build();

  private Clients() {}

  static StsClient sts(URI url, DevCredentials credentials) {
    return StsClient.builder()
        .endpointOverride(url)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(aws(credentials)))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(NO_RETRY)
        .build();
  }

  static S3Client s3(URI url, DevCredentials credentials) {
    return S3Client.builder()
        .endpointOverride(url)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(aws(credentials)))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(NO_RETRY)
        .build();
  }

  private static AwsCredentials aws(DevCredentials credentials) {
    return credentials
        .sessionToken()
        .<AwsCredentials>map(
            token ->
                AwsSessionCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey(), token))
        .orElseGet(
            () ->
                AwsBasicCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey()));
  }
}
