package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerRegistryTest {
  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    registry.close();
    loops.close();
  }

  private static Socket connect(Listener listener) throws IOException {
    return new Socket("127.0.0.1", listener.address().getPort());
  }

  @Test
  void givesNewConnectionsToWhomItPointsAt() throws Exception {
    BlockingQueue<Channel> second = new LinkedBlockingQueue<>();
    Listener listener = registry.tcp("a", ListenOptions.tcp("127.0.0.1", 0), accepted::add);
    try (Socket one = connect(listener)) {
      assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
      listener.pointAt(second::add);
      try (Socket two = connect(listener)) {
        assertThat(second.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(two.isConnected()).isTrue();
      }
      assertThat(one.isConnected()).isTrue();
    }
  }

  @Test
  void leavesConnectionsToTheKernelWhilePaused() throws Exception {
    Listener listener = registry.tcp("a", ListenOptions.tcp("127.0.0.1", 0), accepted::add);
    try (Socket first = connect(listener)) {
      assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
      listener.pause();
      try (Socket second = connect(listener);
          Socket third = connect(listener)) {
        // The accept that was waiting when it was paused may still take one.
        Awaitility.await()
            .during(Duration.ofMillis(200))
            .atMost(Duration.ofSeconds(20))
            .until(() -> accepted.size() <= 1);
        listener.resume();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> accepted.size() == 2);
        assertThat(second.isConnected() && third.isConnected() && first.isConnected()).isTrue();
      }
    }
  }

  @Test
  void closesConnectionsThatAreTooMany() throws Exception {
    ListenOptions two =
        new ListenOptions(
            "127.0.0.1",
            0,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            false,
            2,
            Optional.empty());
    Listener listener = registry.tcp("a", two, accepted::add);
    try (Socket one = connect(listener);
        Socket other = connect(listener)) {
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> accepted.size() == 2);
      try (Socket third = connect(listener)) {
        third.setSoTimeout(20_000);
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      one.shutdownOutput();
      accepted.element().close().syncUninterruptibly();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                try (Socket again = connect(listener)) {
                  return accepted.size() >= 3 && again.isConnected();
                }
              });
      assertThat(other.isConnected()).isTrue();
    }
  }

  @Test
  void canListenAgainWhereItListenedBefore() throws Exception {
    Listener listener = registry.tcp("a", ListenOptions.tcp("127.0.0.1", 0), accepted::add);
    int port = listener.address().getPort();
    for (int i = 0; i < 100; i++) {
      listener.close();

      listener = registry.tcp("b", ListenOptions.tcp("127.0.0.1", port), accepted::add);

      assertThat(listener.address().getPort()).isEqualTo(port);
    }
  }
}
