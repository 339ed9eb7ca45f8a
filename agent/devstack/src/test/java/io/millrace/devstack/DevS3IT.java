package io.millrace.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class DevS3IT {
  private static final String BUCKET = "logs";

  private static DevSts sts;
  private static DevS3 s3;

  @BeforeAll
  static void start() {
    sts = DevSts.start();
    s3 = DevS3.start(DevS3.Options.defaults(), sts);
    s3.createBucket(BUCKET);
  }

  @AfterEach
  void recover() {
    s3.recover();
  }

  @AfterAll
  static void close() {
    s3.close();
    sts.close();
  }

  private static DevCredentials issued() {
    return sts.issue(Duration.ofHours(1));
  }

  private static void put(DevCredentials as, String key) {
    try (S3Client client = Clients.s3(s3.url(), as)) {
      client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString("line\n"));
    }
  }

  private static void assertRefused(DevCredentials as, int status, String code) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> put(as, "refused"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.statusCode()).isEqualTo(status);
  }

  @Test
  void storesWhatTheSdkSendsByDefault() {
    try (S3Client client = Clients.s3(s3.url(), issued())) {
      String key = "app/2026/log 1+ü.gz";
      byte[] body = new byte[300_000];
      new Random(1).nextBytes(body);

      client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(body));

      assertThat(client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asByteArray())
          .isEqualTo(body);
      assertThat(client.headObject(r -> r.bucket(BUCKET).key(key)).contentLength())
          .isEqualTo(body.length);
      assertThat(client.listObjectsV2(r -> r.bucket(BUCKET).prefix("app/")).contents())
          .singleElement()
          .satisfies(object -> assertThat(object.key()).isEqualTo(key));
    }
  }

  @Test
  void storesMultipartUploads() {
    try (S3Client client = Clients.s3(s3.url(), issued())) {
      byte[] part = new byte[5 << 20];
      String id = client.createMultipartUpload(r -> r.bucket(BUCKET).key("large")).uploadId();
      String first =
          client
              .uploadPart(
                  r -> r.bucket(BUCKET).key("large").uploadId(id).partNumber(1),
                  RequestBody.fromBytes(part))
              .eTag();
      String second =
          client
              .uploadPart(
                  r -> r.bucket(BUCKET).key("large").uploadId(id).partNumber(2),
                  RequestBody.fromString("end"))
              .eTag();

      client.completeMultipartUpload(
          r ->
              r.bucket(BUCKET)
                  .key("large")
                  .uploadId(id)
                  .multipartUpload(
                      parts ->
                          parts.parts(
                              CompletedPart.builder().partNumber(1).eTag(first).build(),
                              CompletedPart.builder().partNumber(2).eTag(second).build())));

      assertThat(client.headObject(r -> r.bucket(BUCKET).key("large")).contentLength())
          .isEqualTo(part.length + 3L);
    }
  }

  @Test
  void refusesToOverwriteWhenAskedNotTo() {
    try (S3Client client = Clients.s3(s3.url(), issued())) {
      put(issued(), "once");

      assertThatThrownBy(
              () ->
                  client.putObject(
                      r -> r.bucket(BUCKET).key("once").ifNoneMatch("*"),
                      RequestBody.fromString("again")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }
  }

  @Test
  void refusesAnybody() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(s3.url().resolve("/" + BUCKET)).build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }

  @Test
  void refusesTheBaseCredentials() {
    assertRefused(DevCredentials.BASE, 403, "AccessDenied");
  }

  @Test
  void refusesAnUnknownKey() {
    assertRefused(DevCredentials.longTerm("AKIAUNKNOWN", "secret"), 403, "InvalidAccessKeyId");
  }

  @Test
  void refusesATemporaryKeyWithoutItsToken() {
    DevCredentials issued = issued();

    assertRefused(
        DevCredentials.longTerm(issued.accessKeyId(), issued.secretAccessKey()),
        403,
        "InvalidAccessKeyId");
  }

  @Test
  void refusesAWrongSecret() {
    DevCredentials issued = issued();

    assertRefused(
        new DevCredentials(
            issued.accessKeyId(), "guessed", issued.sessionToken(), issued.expiration()),
        403,
        "SignatureDoesNotMatch");
  }

  @Test
  void refusesAnotherToken() {
    DevCredentials issued = issued();

    assertRefused(
        new DevCredentials(
            issued.accessKeyId(),
            issued.secretAccessKey(),
            Optional.of("another"),
            issued.expiration()),
        400,
        "InvalidToken");
  }

  @Test
  void refusesEndedCredentials() {
    DevCredentials ended =
        DevCredentials.temporary("ASIAENDED", "secret", "token", Instant.now().minusSeconds(1));
    s3.grant(ended);

    assertRefused(ended, 400, "ExpiredToken");
  }

  @Test
  void failsAsOftenAsToldAndStoresNothing() {
    s3.failNext(1, AwsError.SLOW_DOWN);
    assertRefused(issued(), 503, "SlowDown");

    put(issued(), "after-the-fault");

    try (S3Client client = Clients.s3(s3.url(), issued())) {
      assertThat(client.listObjectsV2(r -> r.bucket(BUCKET).prefix("refused")).contents())
          .isEmpty();
    }
  }

  @Test
  void failsUntilToldToRecover() {
    s3.fail(new AwsError(503, "ServiceUnavailable", "Closed for <tests> & repairs"));
    assertRefused(issued(), 503, "ServiceUnavailable");
    assertThatThrownBy(() -> put(issued(), "x")).hasMessageContaining("<tests> & repairs");

    s3.recover();

    put(issued(), "recovered");
    assertThat(s3.requests()).last().extracting(S3Request::method).isEqualTo("PUT");
  }

  @Test
  void comesUpWithItsObjectsAfterBeingDown() {
    put(issued(), "kept");
    s3.goDown();
    assertThatThrownBy(() -> put(issued(), "lost"))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("refused");

    s3.comeUp();

    try (S3Client client = Clients.s3(s3.url(), issued())) {
      assertThat(client.headObject(r -> r.bucket(BUCKET).key("kept")).contentLength()).isEqualTo(5);
    }
  }

  @Test
  void recordsWhatItSaw() {
    put(issued(), "seen");

    assertThat(s3.requests())
        .last()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("PUT");
              assertThat(request.target()).isEqualTo("/logs/seen");
              assertThat(request.headers())
                  .containsKeys("x-amz-security-token", "x-amz-trailer")
                  .doesNotContainKey("authorization");
            });
  }

  @Test
  void keepsObjectsAsFilesWhenGivenAFolder(@TempDir Path folder) {
    try (DevS3 files = DevS3.start(DevS3.Options.defaults().withStore(folder))) {
      files.createBucket("plain");
      try (S3Client client = Clients.s3(files.url(), DevCredentials.BASE)) {
        client.putObject(
            r -> r.bucket("plain").key("a/b.log"), RequestBody.fromString("one line\n"));
      }

      assertThat(folder.resolve("plain/a/b.log")).hasContent("one line\n");
    }
  }
}
