package io.millrace.plugins.aws;

import io.millrace.api.PluginContext;
import io.millrace.api.RequestSigner;
import io.millrace.api.RetryableException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** AWS Signature Version 4, by the SDK. */
final class SigV4Signer implements RequestSigner {
  /** What the HTTP client writes itself, in the same way. */
  private static final String HOST = "Host";

  private static final String SESSION = "fluentd";

  /** The one service whose paths are signed as they are sent. */
  private static final String S3 = "s3";

  private final Scope scope;
  private final RenewableCredentials credentials;
  private final Clock clock;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  private SigV4Signer(Scope scope, RenewableCredentials credentials, Clock clock) {
    this.scope = scope;
    this.credentials = credentials;
    this.clock = clock;
  }

  static SigV4Signer open(Scope scope, PluginContext context) {
    CredentialSettings settings = CredentialSettings.ofRole(scope.role().map(SigV4Signer::role));
    return new SigV4Signer(
        scope,
        Credentials.open(settings, scope.region(), context),
        context.clock().withZone(ZoneOffset.UTC));
  }

  private static AssumeRoleSettings role(String arn) {
    return new AssumeRoleSettings(
        arn,
        SESSION,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Map<String, String> sign(String method, URI uri, String contentType, byte[] body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(uri)
            .putHeader("Content-Type", contentType)
            .build();
    AwsCredentials keys = keys();
    SignedRequest signed =
        signer.sign(
            to ->
                to.identity(keys)
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, scope.service())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, scope.region())
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !scope.service().equals(S3))
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> header : signed.request().headers().entrySet()) {
      if (!header.getKey().equalsIgnoreCase(HOST)) {
        headers.put(header.getKey(), header.getValue().get(0));
      }
    }
    return headers;
  }

  private AwsCredentials keys() {
    try {
      return credentials.resolveCredentials();
    } catch (SdkException e) {
      throw new RetryableException(
          "no AWS credentials to sign with"
              + scope.role().map(role -> " for role " + role).orElse("")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    credentials.close();
  }
}
