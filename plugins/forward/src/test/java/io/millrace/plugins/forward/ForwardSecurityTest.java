package io.millrace.plugins.forward;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.net.IpNetwork;
import io.millrace.net.forward.ForwardClient;
import io.millrace.net.forward.ForwardClient.Credentials;
import io.millrace.testkit.ForwardSecurity;
import io.millrace.testkit.TestEvent;
import java.io.EOFException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom in_forward lets in, what it says to the others, and settings that cannot be. */
class ForwardSecurityTest {
  private static final TestEvent EVENT = event("app", 1, "{\"n\":1}");

  private static final String KEY_ONLY = ForwardSecurity.section();

  private static final String USERS =
      ForwardSecurity.section(
          "user_auth true",
          "allow_anonymous_source false",
          ForwardSecurity.user("kube", "hunter22"),
          ForwardSecurity.user("airflow", "dagdag"),
          "<client>",
          "network 127.0.0.0/8",
          "shared_key for-loopback",
          "users kube",
          "</client>");

  @Test
  void letsInWhoKnowsTheKey() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(KEY_ONLY);
        ForwardClient client = harness.connect()) {
      assertThat(client.handshake(ForwardSecurity.withKey())).isEmpty();
      client.packed("app", TestEvent.pack(EVENT), Optional.of("c"));

      harness.awaitEvents(EVENT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "for-loopback, kube, hunter22, ''",
    "for-loopback, kube, hunter2, username/password mismatch",
    "for-loopback, airflow, dagdag, username/password mismatch",
    "for-loopback, nobody, '', username/password mismatch",
    "for-loopback, '', '', username/password mismatch",
    "common, kube, hunter22, shared_key mismatch"
  })
  void checksKeyThenUser(String key, String user, String password, String reason) throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(USERS);
        ForwardClient client = harness.connect()) {
      Optional<String> refusal = client.handshake(new Credentials("node", key, user, password));

      assertThat(refusal.orElse("")).isEqualTo(reason);
      if (refusal.isPresent()) {
        assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void refusesSendersItDoesNotKnow() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(ForwardSecurity.ELSEWHERE);
        ForwardClient client = harness.connect()) {
      assertThat(client.handshake(ForwardSecurity.withKey()))
          .contains("anonymous source host '127.0.0.1' denied");
    }
  }

  @Test
  void takesEventsBehindTheKeyOnly() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(KEY_ONLY);
        ForwardClient client = harness.connect()) {
      client.send(ForwardClient.encodePacked("app", TestEvent.pack(EVENT), Optional.of("c")));

      assertThat(client.read()).asString().startsWith("[HELO, {nonce=");
      assertThat(client.read()).isEqualTo(List.of("PONG", false, "invalid ping message", "", ""));
      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      assertThat(harness.context.events()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsWhetherItKeepsConnections(boolean deny) throws Exception {
    try (ForwardHarness harness = ForwardHarness.start("deny_keepalive " + deny, KEY_ONLY);
        ForwardClient client = harness.connect()) {
      List<?> helo = (List<?>) client.read();

      assertThat(helo.get(0)).isEqualTo("HELO");
      Map<?, ?> said = (Map<?, ?>) helo.get(1);
      assertThat((byte[]) said.get("nonce")).hasSize(16);
      assertThat((byte[]) said.get("auth")).hasSize(16);
      assertThat(said.get("keepalive")).isEqualTo(!deny);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user_auth true | <user> sections required if user_auth enabled",
        "allow_anonymous_source false | <client> sections required if allow_anonymous_source",
        "'<client>\nhost a\nnetwork 10.0.0.0/8\n</client>' | both of 'host' and 'network'",
        "'<client>\nshared_key x\n</client>' | Either of 'host' and 'network' must be",
        "'<client>\nnetwork 10.0.0.0/33\n</client>' | network '10.0.0.0/33' address format is",
        "'<client>\nhost no.such.host.invalid\n</client>' | cannot be resolved"
      })
  void refusesSettingsThatDoNotGoTogether(String lines, String reason) {
    String config = ForwardSecurity.section(lines);

    assertThatThrownBy(() -> ForwardHarness.start(config).close()).hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.128/25, 192.168.1.200, true",
    "0.0.0.0/0, 1.2.3.4, true",
    "10.1.1.1, 10.1.1.1, true",
    "10.1.1.1, 10.1.1.2, false",
    "fd00::/8, fd12::1, true",
    "fd00::/8, 10.0.0.1, false"
  })
  void knowsWhichAddressesANetworkHas(String network, String address, boolean contains)
      throws Exception {
    assertThat(
            IpNetwork.parse(network)
                .orElseThrow()
                .contains(InetAddress.getByName(address).getAddress()))
        .isEqualTo(contains);
  }
}
