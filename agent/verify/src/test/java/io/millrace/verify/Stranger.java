package io.millrace.verify;

import static io.millrace.verify.Stranger.assertClosed;
import static io.millrace.verify.Stranger.untilClosed;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.net.forward.ForwardClient;
import io.millrace.verify.ForwardAttack.Try;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;

/** What attacks say to a forward input, and how they see that it ended their connection. */
final class Stranger {
  private Stranger() {}

  static ByteSlice pack(Object value) {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    out.value(value);
    return out.sink().slice();
  }

  /** Arrays in arrays, as deep as nobody means it. */
  static Try nested() {
    byte[] deep = new byte[10_000];
    Arrays.fill(deep, (byte) 0x91);
    return input -> untilClosed(input, ByteSlice.of(deep));
  }

  /** Sends, and reads until the server closes. */
  static void untilClosed(AttackedInput input, ByteSlice bytes) throws IOException {
    try (ForwardClient client = input.connect()) {
      try {
        client.send(bytes);
      } catch (IOException closedByServer) {
        return;
      }
      assertClosed(client);
    }
  }

  /** The input has ended the connection; all it said before was no. */
  static void assertClosed(ForwardClient client) throws IOException {
    try {
      Object said = client.read();
      while (said instanceof List<?> list && !list.contains(true)) {
        said = client.read(); // HELO, and a PONG that refuses
      }
      throw new AssertionError("the server answered " + said);
    } catch (EOFException | SocketException closed) {
      assertThat(closed).isNotNull();
    }
  }

  /** As {@link #assertClosed}, for bytes that need not be messages. */
  static void assertEnds(InputStream in) throws IOException {
    try {
      while (in.read() >= 0) {
        // HELO, a refusal, an alert
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server left the connection open", e);
    } catch (SocketException | SSLException closed) {
      assertThat(closed).isNotNull();
    }
  }
}
