package io.millrace.verify;

import static io.millrace.verify.AttackedInput.CONNECTIONS;
import static io.millrace.verify.AttackedInput.TIMEOUT;
import static io.millrace.verify.ForwardAttack.STRANGER;
import static io.millrace.verify.ForwardAttack.TRIES;
import static io.millrace.verify.Stranger.assertEnds;
import static io.millrace.verify.Stranger.untilClosed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.event.ByteSlice;
import io.millrace.testkit.TestKeys;
import io.millrace.verify.ForwardAttack.Try;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More connections than a forward input takes, and connections that TLS refuses. */
class ForwardConnectionAttackTest {
  private static final int CONNECTED_FLOOD = 3_000;

  @TempDir static Path dir;

  static Stream<ForwardAttack> attacks() {
    return Stream.of(
        new ForwardAttack(
            "flood of connections",
            "",
            1,
            "too many connections.*limit=" + CONNECTIONS + ": raise the limit of this test",
            (long) CONNECTED_FLOOD * STRANGER,
            flood()),
        new ForwardAttack(
            "plain text to TLS",
            tls(false),
            TRIES,
            "closing connection",
            STRANGER,
            input -> untilClosed(input, ByteSlice.utf8("GET / HTTP/1.1\r\n\r\n"))),
        new ForwardAttack(
            "TLS without a client certificate",
            tls(true),
            TRIES,
            "closing connection",
            STRANGER,
            ForwardConnectionAttackTest::withoutCertificate));
  }

  /** More connections than there may be: those that are too many end at once, the others stay. */
  private static Try flood() {
    return input -> {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < CONNECTED_FLOOD; i++) {
        sockets.add(input.socket());
      }
      List<Socket> still = new ArrayList<>(sockets);
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                still.removeIf(ForwardConnectionAttackTest::hasEnded);
                return still.size() <= CONNECTIONS;
              });
      assertThat(still).hasSize(CONNECTIONS);
      await().atMost(TIMEOUT).until(() -> input.context.gauge("connections") == CONNECTIONS);
      for (Socket socket : sockets) {
        socket.close();
      }
    };
  }

  private static boolean hasEnded(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void withoutCertificate(AttackedInput input) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            keys()
                .trusted()
                .getSocketFactory()
                .createSocket(input.address.getAddress(), input.address.getPort())) {
      socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      assertEnds(socket.getInputStream());
    }
  }

  private static String tls(boolean clientCertificates) {
    return "<transport tls>\ncert_path "
        + keys().certificate()
        + "\nprivate_key_path "
        + keys().key()
        + (clientCertificates ? "\nclient_cert_auth true\nca_path " + keys().certificate() : "")
        + "\n</transport>";
  }

  private static TestKeys keys() {
    return Keys.SERVER;
  }

  /** Made once, when the first row needs it. */
  private static final class Keys {
    static final TestKeys SERVER = create();

    static TestKeys create() {
      try {
        return TestKeys.create(dir, "server");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isRefusedOnceSaidAndBounded(ForwardAttack attack) throws Exception {
    attack.assertRefusedOnceSaidAndBounded();
  }
}
