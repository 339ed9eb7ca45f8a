package io.millrace.plugins.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.millrace.api.RetryableException;
import io.millrace.devstack.AwsError;
import io.millrace.devstack.DevCredentials;
import io.millrace.devstack.DevS3;
import io.millrace.devstack.DevSignedS3;
import io.millrace.devstack.DevSts;
import io.millrace.devstack.StsRequest;
import io.millrace.testkit.TestChunk;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The ways to credentials, against a real STS and an S3 server that takes only what it issues. */
final class CredentialsIT {
  private static final String BUCKET = "logs";

  private static DevSignedS3 servers;
  private static DevSts sts;
  private static DevS3 s3;

  private String name = "";
  private int seenRequests;

  @BeforeAll
  static void startServers() {
    servers = DevSignedS3.start(BUCKET);
    sts = servers.sts();
    s3 = servers.s3();
  }

  @AfterAll
  static void endServers() {
    servers.close();
  }

  @BeforeEach
  void begin(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
    seenRequests = sts.requests().size();
  }

  @AfterEach
  void recover() {
    s3.recover();
    sts.recover();
  }

  private String config(String credentials) {
    return """
        @type s3
        s3_bucket %s
        s3_endpoint %s
        force_path_style true
        path %s/
        store_as text
        check_bucket false
        check_apikey_on_start false
        """
            .formatted(BUCKET, s3.url(), name)
        + credentials;
  }

  private String role(String session) {
    return """
        aws_key_id %s
        aws_sec_key %s
        <assume_role_credentials>
        role_arn %s
        role_session_name %s
        sts_endpoint_url %s
        </assume_role_credentials>
        """
        .formatted(
            sts.base().accessKeyId(),
            sts.base().secretAccessKey(),
            sts.options().roleArn(),
            session,
            sts.url());
  }

  private List<StsRequest> stsRequests() {
    return sts.requests().subList(seenRequests, sts.requests().size());
  }

  private List<String> stored() {
    try (TestBucket bucket = new TestBucket(s3.url(), BUCKET, sts.issue(Duration.ofHours(1)))) {
      return bucket.texts(name).values().stream().toList();
    }
  }

  @Test
  void assumesARole() throws Exception {
    try (TestOutput output = TestOutput.start(name, config(role("agent/node one")))) {
      output.write(TestChunk.hourly("line\n"));

      assertThat(output.context().gauge("credential_seconds_left")).isPositive();
    }

    assertThat(stored()).containsExactly("line\n");
    assertThat(stsRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.caller()).contains(sts.base().accessKeyId());
              assertThat(request.parameters())
                  .containsEntry("Action", "AssumeRole")
                  .containsEntry("RoleArn", sts.options().roleArn())
                  .containsEntry("RoleSessionName", "agent-node-one");
            });
  }

  @Test
  void sendsEverythingTheRoleAsksFor() throws Exception {
    String role =
        role("agent")
            .replace(
                "</assume",
                "external_id e1\nduration_seconds 900\npolicy {\"Statement\":[]}\n</assume");

    try (TestOutput output = TestOutput.start(name, config(role))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(stsRequests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters())
                    .containsEntry("ExternalId", "e1")
                    .containsEntry("DurationSeconds", "900")
                    .containsEntry("Policy", "{\"Statement\":[]}"));
  }

  @Test
  void asksForNewKeysBeforeTheOldOnesEnd() throws Exception {
    sts.issueFor(Duration.ofSeconds(2));
    try (TestOutput output = TestOutput.start(name, config(role("agent")))) {
      output.write(TestChunk.hourly("first\n"));
      Instant ended = Instant.now().plusSeconds(3);
      await().until(() -> Instant.now().isAfter(ended));

      output.write(TestChunk.hourly("second\n"));

      assertThat(output.log()).isEmpty();
    }

    assertThat(stored()).containsExactly("first\n", "second\n");
    assertThat(stsRequests().size()).isGreaterThan(1);
  }

  @Test
  void asksForNewKeysWhenTheStoreRefusesTheOldOnes() throws Exception {
    try (TestOutput output = TestOutput.start(name, config(role("agent")))) {
      output.write(TestChunk.hourly("first\n"));
      s3.failNext(1, AwsError.EXPIRED_TOKEN);

      output.write(TestChunk.hourly("second\n"));
    }

    assertThat(stored()).containsExactly("first\n", "second\n");
    assertThat(stsRequests()).hasSize(2);
  }

  @Test
  void keepsTheChunkWhileTheRoleIsRefused() throws Exception {
    sts.fail(AwsError.ACCESS_DENIED);
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output = TestOutput.start(name, config(role("agent")))) {
      for (int turn = 0; turn < 2; turn++) {
        assertThatThrownBy(() -> output.write(chunk))
            .isInstanceOf(RetryableException.class)
            .hasMessageContaining("STS gave no credentials")
            .hasMessageContaining("sts:AssumeRole")
            .hasMessageNotContaining(sts.base().secretAccessKey());
      }
      assertThat(output.log()).as("deliveries are the engine's to log").isEmpty();
      assertThat(output.context().count("credential_failures")).isGreaterThanOrEqualTo(2);

      sts.recover();
      output.write(chunk);
    }

    assertThat(stored()).containsExactly("line\n");
  }

  @Test
  void signsWithKeysAndASessionToken() throws Exception {
    DevCredentials temporary = sts.issue(Duration.ofHours(1));

    try (TestOutput output =
        TestOutput.start(
            name,
            config(
                "aws_key_id %s\naws_sec_key %s\naws_session_token %s"
                    .formatted(
                        temporary.accessKeyId(),
                        temporary.secretAccessKey(),
                        temporary.sessionToken().orElseThrow())))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(stored()).containsExactly("line\n");
  }

  private static String json(DevCredentials keys, String token) {
    return """
        {"Version":1,"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"%s","SecretAccessKey":"%s",\
        "%s":"%s","Expiration":"%s","LastUpdated":"2026-01-01T00:00:00Z"}"""
        .formatted(
            keys.accessKeyId(),
            keys.secretAccessKey(),
            token,
            keys.sessionToken().orElseThrow(),
            keys.expiration().orElseThrow());
  }

  @Test
  void runsACredentialProcess(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("the keys.json");
    Files.writeString(file, json(sts.issue(Duration.ofHours(1)), "SessionToken"));

    try (TestOutput output =
        TestOutput.start(name, config("aws_credential_process cat '" + file + "'"))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(stored()).containsExactly("line\n");
  }

  @Test
  void readsACredentialsFile(@TempDir Path folder) throws Exception {
    DevCredentials keys = sts.issue(Duration.ofHours(1));
    Path file = folder.resolve("credentials");
    Files.writeString(
        file,
        "[logs]\naws_access_key_id=%s\naws_secret_access_key=%s\naws_session_token=%s\n"
            .formatted(
                keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken().orElseThrow()));

    try (TestOutput output =
        TestOutput.start(
            name,
            config(
                "<shared_credentials>\npath "
                    + file
                    + "\nprofile_name logs\n</shared_credentials>"))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(stored()).containsExactly("line\n");
  }

  @Test
  void sendsTheTokenOfItsFileAsItIsNow(@TempDir Path folder) throws Exception {
    Path token = folder.resolve("token");
    Files.writeString(token, "first-token\n");
    String identity =
        """
        <web_identity_credentials>
        role_arn %s
        role_session_name agent
        web_identity_token_file %s
        sts_endpoint_url %s
        </web_identity_credentials>
        """
            .formatted(sts.options().roleArn(), token, sts.url());

    try (TestOutput output = TestOutput.start(name, config(identity))) {
      assertThatThrownBy(() -> output.write(TestChunk.hourly("x")))
          .isInstanceOf(RetryableException.class);
      Files.writeString(token, "second-token\n");
      assertThatThrownBy(() -> output.write(TestChunk.hourly("x")))
          .isInstanceOf(RetryableException.class);
    }

    assertThat(stsRequests())
        .allSatisfy(
            request ->
                assertThat(request.parameters())
                    .containsEntry("Action", "AssumeRoleWithWebIdentity")
                    .containsEntry("RoleArn", sts.options().roleArn()))
        .extracting(request -> request.parameters().get("WebIdentityToken"))
        .startsWith("first-token")
        .endsWith("second-token");
  }

  /** The instance metadata service, version 2: keys only for who holds a session token. */
  @Test
  void asksTheMachine() throws Exception {
    String keys = json(sts.issue(Duration.ofHours(1)), "Token");
    HttpServer machine =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    machine.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean put = exchange.getRequestMethod().equals("PUT");
          boolean known =
              "session".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
          String answer = "";
          int status = 200;
          if (put && path.equals("/latest/api/token")) {
            exchange.getResponseHeaders().set("X-aws-ec2-metadata-token-ttl-seconds", "21600");
            answer = "session";
          } else if (!known) {
            status = 401;
          } else if (path.equals("/latest/meta-data/iam/security-credentials/")) {
            answer = "node-role";
          } else if (path.equals("/latest/meta-data/iam/security-credentials/node-role")) {
            answer = keys;
          } else {
            status = 404;
          }
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    machine.start();

    try (TestOutput output =
        TestOutput.start(
            name,
            config(
                "<instance_profile_credentials>\nip_address 127.0.0.1\nport "
                    + machine.getAddress().getPort()
                    + "\n</instance_profile_credentials>"))) {
      output.write(TestChunk.hourly("line\n"));
    } finally {
      machine.stop(0);
    }

    assertThat(stored()).containsExactly("line\n");
  }
}
