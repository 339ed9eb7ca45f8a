package io.millrace.plugins.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A provider together with the STS client that only it uses; closes both. */
record OwnedProvider(AwsCredentialsProvider provider, StsClient sts)
    implements AwsCredentialsProvider, SdkAutoCloseable {
  @Override
  public AwsCredentials resolveCredentials() {
    return provider.resolveCredentials();
  }

  @Override
  public void close() {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
    sts.close();
  }
}
