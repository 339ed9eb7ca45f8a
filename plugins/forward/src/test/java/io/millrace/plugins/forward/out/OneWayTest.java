package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.HUGE;
import static io.millrace.plugins.forward.out.OutHarness.NO_HEARTBEAT;
import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.listener;
import static io.millrace.plugins.forward.out.OutHarness.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import io.millrace.api.Service;
import io.millrace.event.Compression;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestChunk;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside what {@link MemoryChunkTest} and {@link ForwardOutputTest} ask of all ways to send. */
class OneWayTest {
  @TempDir Path dir;

  private static OutHarness out(int port, String... lines) throws Exception {
    return OutHarness.start(NO_HEARTBEAT, String.join("\n", lines), server(port));
  }

  @Test
  void aSlowServerGetsTheWholeFile() throws Exception {
    Path file = Files.write(dir.resolve("buffer.q1.log"), HUGE.stored());
    byte[] whole = OutHarness.message(HUGE);
    try (ServerSocket listener = listener();
        OutHarness out = out(listener.getLocalPort())) {
      CompletableFuture<Void> written = Concurrently.run(() -> out.write(HUGE.in(file)));
      try (Socket peer = listener.accept();
          InputStream in = peer.getInputStream()) {
        byte[] first = in.readNBytes(10_000);
        assertThat(written).as("while most of it is still to be sent").isNotDone();
        byte[] rest = in.readAllBytes();

        written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(Arrays.equals(whole, 0, first.length, first, 0, first.length)).isTrue();
        assertThat(Arrays.equals(whole, first.length, whole.length, rest, 0, rest.length)).isTrue();
      }
    }
  }

  @Test
  void aServerThatTakesNothingOfAFileDidNotTakeTheChunk() throws Exception {
    Path file = Files.write(dir.resolve("buffer.q1.log"), HUGE.stored());
    try (ServerSocket listener = listener();
        OutHarness out = out(listener.getLocalPort(), "send_timeout 1")) {
      CompletableFuture<Void> written = Concurrently.run(() -> out.write(HUGE.in(file)));

      assertThatThrownBy(() -> written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(RetryableException.class)
          .hasMessageContaining("the server took nothing within send_timeout of 1 seconds");
    }
  }

  @Test
  void aFileWithLessThanItsChunkSaysIsNotDelivered() throws Exception {
    TestChunk chunk = TestChunk.numbered(3);
    int less = chunk.stored().length - 1;
    Path file = Files.write(dir.resolve("buffer.q1.log"), Arrays.copyOf(chunk.stored(), less));
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        OutHarness out = out(server.port())) {
      assertThatThrownBy(() -> out.write(chunk.in(file)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("a chunk has " + less + " bytes where it says " + (less + 1));
      assertThat(server.messages).isEmpty();
    }
  }

  @Test
  void aServerThatAsksWhoWeAreIsNotTakenForOneThatTookTheChunk() throws Exception {
    try (ServerSocket listener = listener();
        OutHarness out = out(listener.getLocalPort())) {
      CompletableFuture<Void> written = Concurrently.run(() -> out.write(HUGE));
      try (Socket peer = listener.accept()) {
        peer.getOutputStream().write(new byte[] {(byte) 0x92, (byte) 0xa4, 'H', 'E', 'L', 'O'});
        peer.getInputStream().readAllBytes();

        assertThatThrownBy(() -> written.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .hasCauseInstanceOf(RetryableException.class)
            .hasMessageContaining("127.0.0.1:" + listener.getLocalPort())
            .hasMessageContaining("the server asks who we are: add <security>");
      }
    }
  }

  @Test
  void onceItIsClosedNobodyWaits() throws Exception {
    OneWay way = new OneWay(TIMEOUT, TIMEOUT);
    way.close();
    try (ServerSocket listener = listener()) {
      int port = listener.getLocalPort();
      Service service =
          new Service("a", port, Optional.empty(), 60, false, Optional.empty(), "", "");
      Message message = Message.of(HUGE, Compression.TEXT, false);

      assertThatThrownBy(() -> way.send(service, new InetSocketAddress("127.0.0.1", port), message))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("the output is being closed");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    int nobody;
    try (ServerSocket listener = listener()) {
      nobody = listener.getLocalPort();
    }
    try (OutHarness out = out(nobody)) {
      assertThatThrownBy(() -> out.write(TestChunk.numbered(3)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot connect to")
          .hasMessageContaining("127.0.0.1:" + nobody);
    }
  }
}
