package io.millrace.verify;

import static io.millrace.verify.ForwardAttack.EVENT;
import static io.millrace.verify.ForwardAttack.GOOD;
import static io.millrace.verify.ForwardAttack.SECURED;
import static io.millrace.verify.ForwardAttack.STRANGER;
import static io.millrace.verify.ForwardAttack.TRIES;
import static io.millrace.verify.Stranger.assertClosed;
import static io.millrace.verify.Stranger.assertEnds;
import static io.millrace.verify.Stranger.nested;
import static io.millrace.verify.Stranger.pack;
import static io.millrace.verify.Stranger.untilClosed;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteSlice;
import io.millrace.net.forward.ForwardClient;
import io.millrace.net.forward.ForwardClient.Credentials;
import io.millrace.testkit.ForwardSecurity;
import io.millrace.testkit.TestEvent;
import io.millrace.verify.ForwardAttack.Try;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers who try to get past the handshake of a forward input, or never come to it. */
class ForwardHandshakeAttackTest {
  private static final int FLOOD = 5_000;
  private static final int SLOW_FLOOD = 1_000;

  static Stream<ForwardAttack> attacks() {
    return Stream.of(
        refused("wrong digest", new Credentials("node", "guess", "kube", "hunter22"), "shared_key"),
        refused("no user", new Credentials("node", "common", "", ""), "username/password"),
        refused("wrong user", new Credentials("node", "common", "root", "hunter22"), "username/"),
        new ForwardAttack(
            "wrong network",
            ForwardSecurity.ELSEWHERE,
            TRIES,
            "anonymous source host",
            STRANGER,
            badHello(GOOD)),
        new ForwardAttack(
            "flood of wrong digests",
            SECURED,
            FLOOD,
            "shared_key mismatch",
            STRANGER,
            badHello(new Credentials("node", "guess", "kube", "hunter22"))),
        secured("replayed PING", "shared_key mismatch", ForwardHandshakeAttackTest::replay),
        secured(
            "no handshake",
            "invalid ping message",
            input ->
                untilClosed(
                    input,
                    ForwardClient.encodePacked("app", TestEvent.pack(EVENT), Optional.of("c")))),
        secured(
            "PING of 1 MiB",
            "invalid ping message",
            input ->
                untilClosed(input, pack(List.of("PING", "x".repeat(1 << 20), "", "", "", "")))),
        secured("PING that claims 4 GiB", "invalid ping message", claim("96a450494e47dbffffffff")),
        secured(
            "PING in JSON",
            "invalid ping message",
            input -> untilClosed(input, ByteSlice.utf8("[\"PING\",\"n\",\"s\",\"d\",\"\",\"\"]"))),
        secured("deep nesting", "invalid ping message|unexpected error", nested()),
        new ForwardAttack(
            "slow handshakes", SECURED, 1, "no PING in time", SLOW_FLOOD * STRANGER, slow()));
  }

  private static ForwardAttack secured(String name, String says, Try attempt) {
    return new ForwardAttack(name, SECURED, TRIES, says, STRANGER, attempt);
  }

  private static ForwardAttack refused(String name, Credentials credentials, String says) {
    return secured(name, says, badHello(credentials));
  }

  private static Try badHello(Credentials credentials) {
    return input -> {
      try (ForwardClient client = input.connect()) {
        assertThat(client.handshake(credentials)).as("refusal").isPresent();
        assertClosed(client);
      }
    };
  }

  /** Says again what a sender with the right key said on another connection. */
  private static void replay(AttackedInput input) throws Exception {
    try (Socket real = input.socket();
        Socket again = input.socket()) {
      Recorder recorder = new Recorder(real);
      try (ForwardClient client = ForwardClient.over(recorder)) {
        assertThat(client.handshake(GOOD)).as("the real one").isEmpty();
        again.getOutputStream().write(recorder.said.toByteArray());
        assertThat(recorder.said.size()).isPositive();
        assertEnds(again.getInputStream());
      }
    }
  }

  /** A socket over another that keeps what is written to it. */
  private static final class Recorder extends Socket {
    private final Socket real;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Recorder(Socket real) {
      this.real = real;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return real.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream out = real.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          said.write(bytes, offset, length);
          out.write(bytes, offset, length);
        }
      };
    }
  }

  private static Try claim(String hex) {
    return input -> untilClosed(input, ByteSlice.of(HexFormat.of().parseHex(hex)));
  }

  /** Connections that never say who they are; a part of them says a byte now and then. */
  private static Try slow() {
    return input -> {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < SLOW_FLOOD; i++) {
        sockets.add(input.socket());
      }
      for (Socket socket : sockets) {
        drip(socket);
        assertEnds(socket.getInputStream());
        socket.close();
      }
    };
  }

  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write(0x96);
    } catch (IOException closedByServer) {
      assertThat(closedByServer).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isRefusedOnceSaidAndBounded(ForwardAttack attack) throws Exception {
    attack.assertRefusedOnceSaidAndBounded();
  }
}
