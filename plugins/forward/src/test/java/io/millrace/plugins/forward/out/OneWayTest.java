package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.HUGE;
import static io.millrace.plugins.forward.out.OutHarness.NO_HEARTBEAT;
import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.listener;
import static io.millrace.plugins.forward.out.OutHarness.server;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import io.millrace.api.Service;
import io.millrace.event.Compression;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestChunk;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Beside what {@link MemoryChunkTest} and {@link ForwardOutputTest} ask of all ways to send. */
class OneWayTest {
  private static OutHarness out(int port) throws Exception {
    return OutHarness.start(NO_HEARTBEAT, server(port));
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
