package io.millrace.net.forward;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A small sender for tests, load and the quickstart: one blocking connection. Each method that
 * sends events takes the chunk to be acknowledged; with one it waits for the ack. Not safe for use
 * by several threads.
 */
public final class ForwardClient implements AutoCloseable {
  /** Most bytes of what a server says. */
  private static final int MAX_ANSWER = 1 << 20;

  private final Socket socket;
  private final ValueReader values;

  /** What a secured server is shown. */
  public record Credentials(String hostname, String sharedKey, String username, String password) {
    /** Hides the secrets. */
    @Override
    public String toString() {
      return "credentials of " + hostname;
    }
  }

  private ForwardClient(Socket socket) throws IOException {
    this.socket = socket;
    this.values = new ValueReader(socket.getInputStream(), MAX_ANSWER);
  }

  /**
   * Connects.
   *
   * @param timeout for the connection and for each answer
   */
  public static ForwardClient connect(InetSocketAddress address, Duration timeout)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      socket.connect(address, Math.toIntExact(timeout.toMillis()));
      return new ForwardClient(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Over a connection that is open, such as a TLS one; closes it with itself. */
  public static ForwardClient over(Socket socket) throws IOException {
    return new ForwardClient(socket);
  }

  /**
   * Does the handshake: waits for HELO, sends PING, waits for PONG.
   *
   * @return why the server refuses; empty if it accepts
   * @throws IOException if it says something else, or its digest is wrong
   */
  public Optional<String> handshake(Credentials me) throws IOException {
    if (!(read() instanceof List<?> helo)
        || helo.size() != 2
        || !(helo.get(1) instanceof Map<?, ?> said)) {
      throw new IOException("no HELO");
    }
    ByteSlice nonce = bytes(said.get("nonce"));
    ByteSlice auth = bytes(said.get("auth"));
    ByteSlice salt = ByteSlice.utf8("salt-of-" + me.hostname());
    ByteSlice hostname = ByteSlice.utf8(me.hostname());
    boolean asked = !auth.isEmpty();
    send(
        List.of(
            "PING",
            me.hostname(),
            salt.toString(),
            ForwardAuth.sharedKey(salt, hostname, nonce, me.sharedKey()),
            asked ? me.username() : "",
            asked ? ForwardAuth.user(auth, ByteSlice.utf8(me.username()), me.password()) : ""));
    if (!(read() instanceof List<?> pong) || pong.size() != 5) {
      throw new IOException("no PONG");
    }
    if (!Boolean.TRUE.equals(pong.get(1))) {
      return Optional.of(String.valueOf(pong.get(2)));
    }
    ByteSlice server = ByteSlice.utf8(String.valueOf(pong.get(3)));
    String digest = ForwardAuth.sharedKey(salt, server, nonce, me.sharedKey());
    if (!digest.equals(pong.get(4))) {
      throw new IOException("shared key mismatch: the server does not know the key");
    }
    return Optional.empty();
  }

  private static ByteSlice bytes(@Nullable Object value) {
    return value instanceof byte[] bytes
        ? ByteSlice.of(bytes)
        : ByteSlice.utf8(value == null ? "" : value.toString());
  }

  /** Message mode: one event. */
  public void message(String tag, EventTime time, ByteSlice record, Optional<String> chunk)
      throws IOException {
    PackWriter out = head(chunk.isPresent() ? 4 : 3, tag);
    out.eventTime(time);
    out.packed(record);
    if (chunk.isPresent()) {
      option(out, chunk);
    }
    deliver(out, chunk);
  }

  /** Forward mode: an array of events. */
  public void forward(String tag, PackedEvents events, Optional<String> chunk) throws IOException {
    PackWriter out = head(chunk.isPresent() ? 3 : 2, tag);
    out.arrayHeader(events.count());
    out.packed(events.bytes());
    if (chunk.isPresent()) {
      option(out, chunk);
    }
    deliver(out, chunk);
  }

  /** PackedForward mode: the events as one binary. */
  public void packed(String tag, PackedEvents events, Optional<String> chunk) throws IOException {
    deliver(packedMessage(tag, events, chunk), chunk);
  }

  /** The bytes that {@link #packed} sends, to be sent many times with {@link #send(ByteSlice)}. */
  public static ByteSlice encodePacked(String tag, PackedEvents events, Optional<String> chunk) {
    return packedMessage(tag, events, chunk).sink().slice();
  }

  private static PackWriter packedMessage(String tag, PackedEvents events, Optional<String> chunk) {
    PackWriter out = head(3, tag);
    out.value(events.bytes());
    option(out, chunk, "size", events.count());
    return out;
  }

  /** CompressedPackedForward mode: the events as gzip. */
  public void gzip(String tag, PackedEvents events, Optional<String> chunk) throws IOException {
    PackWriter out = head(3, tag);
    byte[] zipped = zip(events.bytes());
    out.binary(zipped, 0, zipped.length);
    option(out, chunk, "size", events.count(), "compressed", "gzip");
    deliver(out, chunk);
  }

  private static byte[] zip(ByteSlice bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes.array(), bytes.offset(), bytes.length());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return zipped.toByteArray();
  }

  private static PackWriter head(int items, String tag) {
    PackWriter out = new PackWriter(new ByteArraySink(512));
    out.arrayHeader(items);
    out.text(tag);
    return out;
  }

  private static void option(PackWriter out, Optional<String> chunk, Object... namesAndValues) {
    out.mapHeader(namesAndValues.length / 2 + (chunk.isPresent() ? 1 : 0));
    for (Object nameOrValue : namesAndValues) {
      out.value(nameOrValue);
    }
    if (chunk.isPresent()) {
      out.text("chunk");
      out.text(chunk.get());
    }
  }

  private void deliver(PackWriter message, Optional<String> chunk) throws IOException {
    send(message.sink().slice());
    if (chunk.isPresent()) {
      awaitAck(chunk.get());
    }
  }

  /** Sends one value. */
  public void send(Object value) throws IOException {
    PackWriter out = new PackWriter(new ByteArraySink(256));
    out.value(value);
    send(out.sink().slice());
  }

  /** Sends bytes as they are. */
  public void send(ByteSlice bytes) throws IOException {
    socket.getOutputStream().write(bytes.array(), bytes.offset(), bytes.length());
  }

  /**
   * Waits for the ack of {@code chunk}.
   *
   * @throws IOException if the server sends something else or closes
   */
  public void awaitAck(String chunk) throws IOException {
    Object answer = read();
    if (!Map.of("ack", chunk).equals(answer)) {
      throw new IOException("no ack of " + chunk + " but " + answer);
    }
  }

  /**
   * Waits for one value.
   *
   * @throws EOFException if the server closes
   */
  public @Nullable Object read() throws IOException {
    ByteSlice value =
        values.next().orElseThrow(() -> new EOFException("the server closed the connection"));
    return PackReader.read(value);
  }

  /** Tells the server that nothing more comes. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
