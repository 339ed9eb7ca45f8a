package io.millrace.plugins.forward.out;

import io.millrace.api.Chunk;
import io.millrace.event.Compression;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** A started forward output and what it needs around it. */
final class OutHarness implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final String NO_HEARTBEAT = "heartbeat_type none";

  /** More than the kernel takes of a connection whose other end reads nothing. */
  static final TestChunk HUGE = TestChunk.numbered(1_500_000);

  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  final TestContext context = new TestContext("out_forward");
  final OutputDriver driver;

  private OutHarness(String... lines) {
    context.source(InstantSource.system());
    context.service(ListenerRegistry.class, registry);
    driver = OutputDriver.of(context, "forward", lines);
  }

  static OutHarness start(String... lines) throws Exception {
    OutHarness harness = new OutHarness(lines);
    try {
      harness.driver.start();
    } catch (Exception e) {
      harness.close();
      throw e;
    }
    return harness;
  }

  /** A port of this machine where a test is the server; accepting fails after {@link #TIMEOUT}. */
  static ServerSocket listener() throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    return listener;
  }

  /** A {@code <server>} section of a port of this machine. */
  static String server(int port) {
    return "<server>\nhost 127.0.0.1\nport " + port + "\n</server>";
  }

  /** Sends a chunk and waits until it is delivered. */
  void write(Chunk chunk) throws Exception {
    driver.write(chunk);
  }

  /** Sends a chunk that is to be confirmed, and does not wait. */
  CompletableFuture<Void> send(Chunk chunk) {
    return ((AckedForwardOutput) driver.plugin()).tryWrite(chunk).toCompletableFuture();
  }

  /** A chunk whose id ends with {@code number}. */
  static TestChunk chunk(int number) {
    return TestChunk.numbered(3).withId(String.format("%032x", number));
  }

  /** The bytes of {@code chunk}, not compressed and not to be confirmed, as one message. */
  static byte[] message(TestChunk chunk) {
    try {
      Message message = Message.of(chunk, Compression.TEXT, false);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(message.head().toBytes());
      out.writeBytes(chunk.stored());
      out.writeBytes(message.tail().toBytes());
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends {@code network} before the test does. */
  static void end(AutoCloseable network) throws Exception {
    network.close();
  }

  @Override
  public void close() {
    driver.close();
    registry.close();
    loops.close();
  }
}
