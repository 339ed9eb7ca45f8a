package io.millrace.plugins.forward.out;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.net.forward.ForwardDecoder;
import io.millrace.net.forward.ForwardMessage;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;

/** A forward server whose behaviour a test writes down: what it does with each connection. */
final class FakeServer implements AutoCloseable {
  final List<ForwardMessage> messages = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** What is done with a connection. */
  interface Behaviour {
    void serve(Peer peer) throws IOException;
  }

  private FakeServer(ServerSocket listener) {
    this.listener = listener;
  }

  static FakeServer start(Behaviour behaviour) throws IOException {
    return start(ServerSocketFactory.getDefault(), behaviour);
  }

  /** At a port that a test knows to be free. */
  static FakeServer startAt(int port, Behaviour behaviour) throws IOException {
    return start(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), behaviour);
  }

  static FakeServer start(ServerSocketFactory sockets, Behaviour behaviour) throws IOException {
    return start(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
  }

  /** Behind {@code listener}, which it closes. */
  static FakeServer start(ServerSocket listener, Behaviour behaviour) {
    FakeServer server = new FakeServer(listener);
    daemon(() -> server.accept(behaviour));
    return server;
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Behaviour behaviour) {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        connections.incrementAndGet();
        daemon(() -> serve(behaviour, socket));
      }
    } catch (IOException closed) {
      open.clear(); // the test is over
    }
  }

  private void serve(Behaviour behaviour, Socket socket) {
    try (socket) {
      behaviour.serve(new Peer(socket));
    } catch (IOException gone) {
      open.remove(socket); // the sender hung up
    }
  }

  /** Takes every message and confirms nothing. */
  static void swallow(Peer peer) throws IOException {
    while (true) {
      peer.message();
    }
  }

  /** Takes and confirms every message. */
  static void confirm(Peer peer) throws IOException {
    while (true) {
      peer.ack(peer.message());
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** A {@code <server>} section that names it. */
  String section(String... lines) {
    return "<server>\nhost 127.0.0.1\nport "
        + port()
        + "\n"
        + String.join("\n", lines)
        + "\n</server>";
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** The sender at the other end of a connection. */
  final class Peer implements ForwardDecoder.Receiver {
    private final Socket socket;
    private final ForwardDecoder decoder = new ForwardDecoder(1 << 28, () -> 1 << 20, this);
    private final ArrayDeque<ByteSlice> values = new ArrayDeque<>();

    Peer(Socket socket) {
      this.socket = socket;
    }

    /** The next message. */
    ForwardMessage message() throws IOException {
      ForwardMessage message = ForwardMessage.of(value());
      messages.add(message);
      return message;
    }

    /** The next value, decoded. */
    Object said() throws IOException {
      return Optional.ofNullable(PackReader.read(value())).orElse("nil");
    }

    private ByteSlice value() throws IOException {
      byte[] buffer = new byte[1 << 16];
      while (values.isEmpty()) {
        int n = socket.getInputStream().read(buffer);
        if (n < 0) {
          throw new EOFException();
        }
        decoder.decode(Unpooled.copiedBuffer(buffer, 0, n));
      }
      return values.poll();
    }

    @Override
    public void message(ByteSlice value) {
      values.add(value);
    }

    @Override
    public void tooLong(ByteSlice head, long size) {
      throw new IllegalStateException("a message of " + size + " bytes");
    }

    /** When the TLS session of this connection was made, in milliseconds. */
    long sessionCreated() {
      return ((SSLSocket) socket).getSession().getCreationTime();
    }

    /** Confirms {@code message}, if that is asked for. */
    void ack(ForwardMessage message) throws IOException {
      Object chunk = option(message).get("chunk");
      if (chunk != null) {
        say(Map.of("ack", chunk));
      }
    }

    /** Sends one value. */
    void say(Object value) throws IOException {
      PackWriter out = new PackWriter(new ByteArraySink(64));
      out.value(value);
      socket.getOutputStream().write(out.sink().toBytes());
    }

    /** Reads so many bytes and has them be nothing. */
    void skip(int bytes) throws IOException {
      socket.getInputStream().readNBytes(bytes);
    }

    /** Hangs up so that the sender gets an error instead of an end: with a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Sends bytes. */
    void say(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }
  }

  /** The options of {@code message}. */
  static Map<?, ?> option(ForwardMessage message) {
    return (Map<?, ?>) Optional.ofNullable(PackReader.read(message.option())).orElse(Map.of());
  }
}
