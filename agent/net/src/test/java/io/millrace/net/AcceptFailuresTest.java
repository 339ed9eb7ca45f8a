package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AcceptFailuresTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(AcceptFailures.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private boolean paused;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new AcceptFailures("in", () -> !paused));

  @BeforeEach
  void listen() {
    channel.freezeTime();
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private void fail() {
    channel.pipeline().fireExceptionCaught(new IOException("accept: Too many open files"));
  }

  private void passASecond() {
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void restASecondAndSayWhatToDo() {
    fail();
    assertThat(channel.config().isAutoRead()).isFalse();

    passASecond();

    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(log.list)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getFormattedMessage())
                    .contains("plugin_id=in", "Too many open files", "'ulimit -n'"));
  }

  @Test
  void areLoggedNowAndThenHoweverManyThereAre() {
    for (int i = 0; i < 100; i++) {
      fail();
    }

    assertThat(log.list).hasSize(1);
  }

  @Test
  void doNotWakeAListenerThatIsPausedMeanwhile() {
    fail();
    paused = true;

    passASecond();

    assertThat(channel.config().isAutoRead()).isFalse();
  }
}
