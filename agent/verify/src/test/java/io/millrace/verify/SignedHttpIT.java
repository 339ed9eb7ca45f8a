package io.millrace.verify;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.UnrecoverableException;
import io.millrace.devstack.DevSignedS3;
import io.millrace.devstack.SdkProperties;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestContext;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of {@code @type http} with {@code aws_sigv4}, to a server that checks signatures. */
class SignedHttpIT {
  private static final String BUCKET = "signed";

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

  private void send(String secret, String more) throws Exception {
    environment.credentials(servers.sts().issue(Duration.ofHours(1)));
    if (!secret.isEmpty()) {
      environment.set("aws.secretAccessKey", secret);
    }
    try (OutputDriver output =
        OutputDriver.of(
            context,
            "http",
            "endpoint " + servers.s3().url() + "/" + BUCKET + "/a.json",
            "http_method put",
            more,
            section("auth", "method aws_sigv4", "aws_service s3", "aws_region us-east-1"))) {
      output.write(output.chunk(event("app", 1, "{\"n\":1}")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "compress gzip", "json_array true", "headers {\"X-A\":\"b\"}"})
  void whatIsSentIsWhatWasSigned(String more) throws Exception {
    int before = servers.s3().requests().size();

    send("", more);

    assertThat(servers.s3().requests()).hasSizeGreaterThan(before);
  }

  @Test
  void aSignatureByAnotherKeyIsRefused() {
    assertThatThrownBy(() -> send("wrong", ""))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("got error response from 'Put ")
        .hasMessageContaining(" : 403");
  }
}
