package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.engine.worker.Workers;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reload while out_forward sends a chunk. */
class ReloadSendingTest {
  @TempDir Path dir;
  private ReloadFixture fixture;
  private final ExecutorService reloading = Executors.newSingleThreadExecutor();

  @BeforeEach
  void setUp() {
    fixture = new ReloadFixture(dir);
  }

  @AfterEach
  void close() {
    fixture.close();
    reloading.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChunkInMemoryThatIsBeingSentIsWaitedForAndSentOnce(boolean outputChanges) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(Math.toIntExact(ReloadFixture.TIMEOUT.toMillis()));
      String config = forward(server.getLocalPort());
      String other =
          outputChanges ? config.replace("64m", "65m") : config + ReloadFixture.OTHER_LABEL;
      Workers old = fixture.started(config);
      PackedEvents huge = huge();
      EventSink root = old.graphs().get(0).label("@ROOT").orElseThrow();
      root.emit(Tag.of("app"), huge).toCompletableFuture().join();
      try (Socket peer = server.accept()) {
        assertThat(peer.getInputStream().readNBytes(1)).hasSize(1);

        Future<Workers> next = reloading.submit(() -> fixture.reload(old, other));
        Awaitility.await().atMost(ReloadFixture.TIMEOUT).until(() -> fixture.left.get() == 1);
        assertThat(next).as("while most of it is still to be sent").isNotDone();
        byte[] rest = peer.getInputStream().readAllBytes();

        next.get(ReloadFixture.TIMEOUT.toSeconds(), TimeUnit.SECONDS).stop();
        int head = 9; // after the byte above: tag "app" and the length of the entries
        assertThat(Arrays.copyOfRange(rest, head, head + huge.byteSize()))
            .isEqualTo(huge.bytes().toBytes());
      }
      server.setSoTimeout(1);
      assertThatThrownBy(server::accept)
          .as("nothing is sent again")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static String forward(int port) {
    return """
        <match app>
          @type forward
          heartbeat_type none
          <server>
            host 127.0.0.1
            port %d
          </server>
          <buffer tag>
            @type memory
            flush_mode immediate
            chunk_limit_size 64m
          </buffer>
        </match>
        """
        .formatted(port);
  }

  /** More than the kernel takes of a connection whose other end reads nothing. */
  private static PackedEvents huge() {
    EventsBuilder events = new EventsBuilder(1 << 25);
    for (int i = 0; i < 32; i++) {
      events.begin(EventTime.ofSeconds(i)).value(Map.of("text", "x".repeat(1 << 20)));
    }
    return events.build();
  }
}
