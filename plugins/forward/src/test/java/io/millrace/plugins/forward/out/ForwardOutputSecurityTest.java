package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteSlice;
import io.millrace.net.forward.ForwardAuth;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are not what they say, or say too much: no event goes to them. */
class ForwardOutputSecurityTest {
  private static final byte[] NONCE = {1, 2, 3};
  private static final byte[] STALE = {9, 9, 9};
  private static final List<Object> HELO =
      List.of("HELO", Map.of("nonce", NONCE, "auth", new byte[0], "keepalive", true));
  private static final String SECURITY =
      "hard_timeout 1s\n<security>\nself_hostname edge\nshared_key key\n</security>";

  private static List<Object> pong(FakeServer.Peer peer, String name, byte[] nonce, String key)
      throws IOException {
    List<?> ping = (List<?>) peer.said();
    ByteSlice salt = ByteSlice.utf8(String.valueOf(ping.get(2)));
    return List.of(
        "PONG",
        true,
        "",
        name,
        ForwardAuth.sharedKey(salt, ByteSlice.utf8(name), ByteSlice.of(nonce), key));
  }

  /** Answers a PING as a server that knows {@code key}. */
  static void welcome(FakeServer.Peer peer, byte[] nonce, String key) throws IOException {
    peer.say(pong(peer, "gate", nonce, key));
  }

  private static FakeServer.Behaviour afterHelo(String name, byte[] nonce, String key) {
    return peer -> {
      peer.say(HELO);
      peer.say(pong(peer, name, nonce, key));
      FakeServer.confirm(peer);
    };
  }

  private static FakeServer.Behaviour says(Object... values) {
    return peer -> {
      for (Object value : values) {
        peer.say(value);
      }
      FakeServer.confirm(peer);
    };
  }

  private static FakeServer.Behaviour hangsUp() {
    return peer -> {
      peer.say(HELO);
      peer.said();
    };
  }

  private static FakeServer.Behaviour resets() {
    return peer -> {
      peer.say(HELO);
      peer.said();
      peer.reset();
    };
  }

  static Stream<Arguments> servers() {
    FakeServer.Behaviour garbage =
        peer -> {
          peer.say(new byte[] {(byte) 0xc1});
          peer.said();
        };
    FakeServer.Behaviour oversized =
        peer -> {
          peer.say(HexFormat.of().parseHex("92a448454c4fc601000000"));
          peer.say(new byte[1 << 17]);
          peer.said();
        };
    return Stream.of(
        Arguments.of("another key", afterHelo("gate", NONCE, "other"), "shared key mismatch"),
        Arguments.of("a replayed nonce", afterHelo("gate", STALE, "key"), "shared key mismatch"),
        Arguments.of("our own name", afterHelo("edge", NONCE, "key"), "same hostname between"),
        Arguments.of("no HELO at all", says(), "handshake timeout"),
        Arguments.of("an ack for a HELO", says(Map.of("ack", "x")), "invalid format for HELO"),
        Arguments.of("a PONG at once", says(List.of("PONG", true)), "invalid format for HELO"),
        Arguments.of("no PONG", says(HELO, List.of("PONG", true)), "invalid format for PONG"),
        Arguments.of(
            "a refusal",
            says(HELO, List.of("PONG", false, "shared_key mismatch", "", "")),
            "authentication failed: shared_key mismatch"),
        Arguments.of(
            "a HELO, and hangs up", hangsUp(), "closed the connection before it let us in"),
        Arguments.of("a HELO, and resets", resets(), "connection lost"),
        Arguments.of("no MessagePack", garbage, "the server's answer is no MessagePack"),
        Arguments.of("an oversized HELO", oversized, ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void sendsNothingToAServerThatSays(String what, FakeServer.Behaviour behaviour, String reason)
      throws Exception {
    try (FakeServer server = FakeServer.start(behaviour);
        OutHarness out =
            OutHarness.start(
                "heartbeat_type none", "connect_timeout 1s", SECURITY, server.section())) {
      assertThatThrownBy(() -> out.write(chunk(1)))
          .as(what)
          .hasMessageContaining("failed to establish connection with node")
          .hasMessageContaining(reason);
      assertThat(server.messages).noneMatch(message -> message.tag().toString().equals("app.web"));
    }
  }

  @Test
  void sendsToAServerThatKnowsTheKeyAndShowsItsUser() throws Exception {
    try (FakeServer server = FakeServer.start(afterHelo("gate", NONCE, "its own"));
        OutHarness out =
            OutHarness.start(
                "heartbeat_type none",
                "require_ack_response true",
                SECURITY,
                server.section("shared_key its own"))) {
      out.write(chunk(1));

      assertThat(server.messages).hasSize(1);
    }
  }
}
