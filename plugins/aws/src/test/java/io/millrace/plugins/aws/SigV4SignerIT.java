package io.millrace.plugins.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RequestSigner;
import io.millrace.api.RetryableException;
import io.millrace.devstack.DevSignedS3;
import io.millrace.devstack.SdkProperties;
import io.millrace.testkit.TestContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that carry our signatures, to a server that checks them. */
final class SigV4SignerIT {
  private static final String BUCKET = "signed";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static DevSignedS3 servers;

  private final SdkProperties environment = new SdkProperties();
  private final TestContext context = new TestContext().source(InstantSource.system());

  @BeforeAll
  static void startServers() {
    servers = DevSignedS3.start(BUCKET);
  }

  @AfterAll
  static void endServers() {
    servers.close();
  }

  @AfterEach
  void forgetKeys() {
    environment.close();
    context.close();
  }

  private RequestSigner signer(Optional<String> role) {
    return new SigV4SignerFactory()
        .create(new RequestSigner.Scope("s3", "us-east-1", role), context);
  }

  /** Status of a PUT of {@code sent}, signed as one of {@code body}. */
  private static int put(RequestSigner signer, String name, String body, String sent)
      throws Exception {
    URI uri = URI.create(servers.s3().url() + "/" + BUCKET + "/" + name);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .PUT(HttpRequest.BodyPublishers.ofString(sent))
            .setHeader("Content-Type", "text/plain");
    signer
        .sign("PUT", uri, "text/plain", body.getBytes(StandardCharsets.UTF_8))
        .forEach(request::setHeader);
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void theServerTakesWhatWasSignedAndNothingElse() throws Exception {
    environment.credentials(servers.sts().issue(Duration.ofHours(1)));
    try (RequestSigner signer = signer(Optional.empty())) {
      assertThat(put(signer, "a/b.txt", "text", "text")).isEqualTo(200);
      assertThat(put(signer, "a/c.txt", "text", "tex!")).isBetween(400, 403);
    }
    try (TestBucket bucket =
        new TestBucket(servers.s3().url(), BUCKET, servers.sts().issue(Duration.ofHours(1)))) {
      assertThat(bucket.texts("a/")).containsOnlyKeys("a/b.txt");
    }
  }

  @Test
  void theKeysCanBeThoseOfARole() throws Exception {
    environment.credentials(servers.sts().base());
    environment.set("aws.endpointUrlSts", servers.sts().url().toString());
    try (RequestSigner signer = signer(Optional.of(servers.sts().options().roleArn()))) {
      assertThat(put(signer, "role.txt", "text", "text")).isEqualTo(200);
    }
  }

  @Test
  void aRoleThatIsRefusedIsAskedForAgain() {
    environment.credentials(servers.sts().base());
    environment.set("aws.endpointUrlSts", servers.sts().url().toString());
    try (RequestSigner signer = signer(Optional.of("arn:aws:iam::000000000000:role/nobody"))) {
      assertThatThrownBy(() -> put(signer, "none.txt", "text", "text"))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("for role arn:aws:iam::000000000000:role/nobody");
    }
  }
}
