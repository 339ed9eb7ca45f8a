package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/**
 * Sends batches over the forward protocol and waits for the acknowledgement of each. One
 * connection, one batch under way; not for several threads. Source: "Forward Protocol v1,
 * PackedForward Mode" and "Response".
 */
final class ForwardClient implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ACK_LIMIT = Duration.ofSeconds(60);
  private static final int CHUNK_ID_BYTES = 16;

  private final Socket socket;
  private final SecureRandom random = new SecureRandom();

  private ForwardClient(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects on loopback.
   *
   * @throws IOException when nobody listens
   */
  static ForwardClient connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      socket.connect(new InetSocketAddress(loopback, port), (int) CONNECT_LIMIT.toMillis());
      socket.setSoTimeout((int) ACK_LIMIT.toMillis());
      socket.setTcpNoDelay(true);
      return new ForwardClient(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends events and returns when the server has taken responsibility for them.
   *
   * @param tag tag of all of them
   * @param entries packed {@code [time, record]} pairs, back to back
   * @param count how many they are
   * @throws IOException when the connection ends, or the answer is not the acknowledgement; the
   *     events may have been taken all the same
   */
  void send(String tag, byte[] entries, int count) throws IOException {
    String chunk = chunkId();
    socket.getOutputStream().write(message(tag, entries, count, chunk));
    expect(new PackedRecords().map(1).text("ack").text(chunk).bytes());
  }

  private String chunkId() {
    byte[] id = new byte[CHUNK_ID_BYTES];
    random.nextBytes(id);
    return Base64.getEncoder().encodeToString(id);
  }

  static byte[] message(String tag, byte[] entries, int count, String chunk) {
    return new PackedRecords()
        .array(3)
        .text(tag)
        .binary(entries)
        .map(2)
        .text("size")
        .integer(count)
        .text("chunk")
        .text(chunk)
        .bytes();
  }

  private void expect(byte[] acknowledgement) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] answer = in.readNBytes(acknowledgement.length);
    if (!Arrays.equals(answer, acknowledgement)) {
      throw new IOException(
          "expected an acknowledgement, got "
              + answer.length
              + " bytes: '"
              + new String(answer, StandardCharsets.ISO_8859_1)
              + "'");
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is unusable either way.
    }
  }
}
