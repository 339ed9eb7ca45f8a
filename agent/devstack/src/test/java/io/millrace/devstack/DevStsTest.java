package io.millrace.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

final class DevStsTest {
  private final ManualClock clock = new ManualClock();
  private DevSts sts = DevSts.start(DevSts.Options.defaults().withClock(clock));

  @AfterEach
  void close() {
    sts.close();
  }

  private static AssumeRoleRequest.Builder request() {
    return AssumeRoleRequest.builder().roleArn(DevSts.Options.ROLE_ARN).roleSessionName("millrace");
  }

  private Credentials assume(DevCredentials as, AssumeRoleRequest request) {
    try (StsClient client = Clients.sts(sts.url(), as)) {
      return client.assumeRole(request).credentials();
    }
  }

  private StsException refusal(DevCredentials as, AssumeRoleRequest request) {
    return catchThrowableOfType(StsException.class, () -> assume(as, request));
  }

  private static void assertRefused(StsException refusal, int status, String code) {
    assertThat(refusal).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.statusCode()).isEqualTo(status);
  }

  @Test
  void issuesTemporaryCredentialsToACallerWhoSignsRight() {
    Credentials credentials =
        assume(DevCredentials.BASE, request().durationSeconds(900).externalId("any").build());

    assertThat(credentials.accessKeyId()).startsWith("ASIA");
    assertThat(credentials.secretAccessKey()).hasSize(40);
    assertThat(credentials.sessionToken()).isNotEmpty();
    assertThat(credentials.expiration())
        .isBetween(clock.instant().plusSeconds(899), clock.instant().plusSeconds(900));
  }

  @Test
  void recordsWhatItSaw() {
    assume(DevCredentials.BASE, request().build());
    refusal(DevCredentials.BASE, request().roleSessionName("no spaces").build());

    assertThat(sts.requests())
        .extracting(StsRequest::status, StsRequest::errorCode)
        .containsExactly(tuple(200, Optional.empty()), tuple(400, Optional.of("ValidationError")));
    assertThat(sts.requests().get(0).caller()).hasValue(DevCredentials.BASE.accessKeyId());
    assertThat(sts.requests().get(0).parameters())
        .containsEntry("Action", "AssumeRole")
        .containsEntry("RoleSessionName", "millrace");
  }

  @Test
  void refusesAWrongSecret() {
    DevCredentials wrong = DevCredentials.longTerm(DevCredentials.BASE.accessKeyId(), "guessed");

    assertRefused(refusal(wrong, request().build()), 403, "SignatureDoesNotMatch");
  }

  @Test
  void refusesAnUnknownKey() {
    DevCredentials unknown = DevCredentials.longTerm("AKIAUNKNOWN", "secret");

    assertRefused(refusal(unknown, request().build()), 403, "InvalidClientTokenId");
  }

  @Test
  void refusesUnsignedRequests() throws Exception {
    HttpResponse<String> answer = post("Action=AssumeRole", Map.of());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>MissingAuthenticationToken</Code>");
  }

  @Test
  void refusesASignatureForAnotherService() throws Exception {
    String forS3 =
        "AWS4-HMAC-SHA256 Credential=AKIADEVSTACKBASE0001/20260101/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature="
            + "0".repeat(64);

    HttpResponse<String> answer = post("Action=AssumeRole", Map.of("Authorization", forS3));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>SignatureDoesNotMatch</Code>").contains("'sts'");
  }

  @Test
  void refusesRequestsLargerThanAnyReal() throws Exception {
    assertThat(post("x".repeat(300_000), Map.of()).statusCode()).isEqualTo(413);
  }

  private HttpResponse<String> post(String form, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sts.url()).POST(HttpRequest.BodyPublishers.ofString(form));
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void refusesOtherActions() {
    try (StsClient client = Clients.sts(sts.url(), DevCredentials.BASE)) {
      assertRefused(
          catchThrowableOfType(StsException.class, client::getCallerIdentity),
          400,
          "InvalidAction");
    }
  }

  @Test
  void refusesASignatureOfAnotherTime() {
    clock.advance(Duration.ofMinutes(16));

    assertRefused(refusal(DevCredentials.BASE, request().build()), 403, "SignatureDoesNotMatch");
  }

  @Test
  void refusesEndedTemporaryCredentials() {
    DevCredentials temporary = sts.issue(Duration.ofMinutes(5));
    assertThat(assume(temporary, request().build()).accessKeyId()).isNotEmpty();

    clock.advance(Duration.ofMinutes(6));

    assertRefused(refusal(temporary, request().build()), 403, "ExpiredToken");
  }

  static Stream<Arguments> wrongParameters() {
    return Stream.of(
        wrong("RoleArn missing", r -> r.roleArn(null)),
        wrong("RoleArn malformed", r -> r.roleArn("arn:aws:iam::1:role/x")),
        wrong("RoleSessionName missing", r -> r.roleSessionName(null)),
        wrong("RoleSessionName short", r -> r.roleSessionName("a")),
        wrong("RoleSessionName long", r -> r.roleSessionName("a".repeat(65))),
        wrong("RoleSessionName with a slash", r -> r.roleSessionName("a/b")),
        wrong("DurationSeconds low", r -> r.durationSeconds(899)),
        wrong("DurationSeconds high", r -> r.durationSeconds(43_201)));
  }

  private static Arguments wrong(String name, Consumer<AssumeRoleRequest.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongParameters")
  void refusesAWrongParameter(String name, Consumer<AssumeRoleRequest.Builder> change) {
    AssumeRoleRequest.Builder request = request();
    change.accept(request);

    assertRefused(refusal(DevCredentials.BASE, request.build()), 400, "ValidationError");
  }

  @Test
  void refusesARoleThatDoesNotTrustTheCaller() {
    AssumeRoleRequest other =
        request().roleArn("arn:aws:iam::123456789012:role/administrator").build();

    assertRefused(refusal(DevCredentials.BASE, other), 403, "AccessDenied");
  }

  @Test
  void asksForTheExternalIdWhenItHasOne() {
    sts.close();
    sts = DevSts.start(DevSts.Options.defaults().withExternalId("customer-7"));

    assertRefused(refusal(DevCredentials.BASE, request().build()), 403, "AccessDenied");
    assertRefused(
        refusal(DevCredentials.BASE, request().externalId("customer-8").build()),
        403,
        "AccessDenied");
    assertThat(assume(DevCredentials.BASE, request().externalId("customer-7").build())).isNotNull();
  }

  @Test
  void failsAsOftenAsToldAndThenRecovers() {
    sts.failNext(2, AwsError.INTERNAL_ERROR);

    assertRefused(refusal(DevCredentials.BASE, request().build()), 500, "InternalError");
    assertRefused(refusal(DevCredentials.BASE, request().build()), 500, "InternalError");
    assertThat(assume(DevCredentials.BASE, request().build())).isNotNull();
  }

  @Test
  void failsUntilToldToRecover() {
    sts.fail(AwsError.ACCESS_DENIED);
    assertRefused(refusal(DevCredentials.BASE, request().build()), 403, "AccessDenied");

    sts.recover();

    assertThat(assume(DevCredentials.BASE, request().build())).isNotNull();
  }

  @Test
  void issuesShortLivedCredentialsWhenTold() {
    sts.issueFor(Duration.ofSeconds(2));

    assertThat(assume(DevCredentials.BASE, request().build()).expiration())
        .isBeforeOrEqualTo(clock.instant().plusSeconds(2));
  }

  @Test
  void holdsAnswersBackUntilToldToRecover() {
    sts.delay(Duration.ofMinutes(10));
    CompletableFuture<Credentials> answer =
        CompletableFuture.supplyAsync(
            () -> assume(DevCredentials.BASE, request().build()), task -> new Thread(task).start());
    Awaitility.await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());

    sts.recover();

    assertThat(answer.join()).isNotNull();
  }

  @Test
  void comesUpOnTheSamePortAfterBeingDown() {
    sts.goDown();
    assertThatThrownBy(() -> assume(DevCredentials.BASE, request().build()))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("refused");

    sts.comeUp();

    assertThat(assume(DevCredentials.BASE, request().build())).isNotNull();
  }
}
