package io.millrace.plugins.forward.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code keepalive_timeout}, by the clock of a channel that a test moves. */
class IdleTimerTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private boolean quiet = true;
  private final IdleTimer timer = new IdleTimer(channel, () -> quiet);

  @BeforeEach
  void freeze() {
    channel.freezeTime();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void endsAConnectionWithItsTime() {
    timer.start(Duration.ofMillis(500));
    pass(499);
    assertThat(channel.isOpen()).isTrue();

    pass(1);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void leavesAConnectionThatIsUsed() {
    for (int i = 0; i < 10; i++) {
      timer.start(Duration.ofMillis(500));
      pass(400);
      timer.stop();
      pass(10);
    }
    pass(1_000);

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void beginsAnewWithTheLastAnswer() {
    quiet = false;
    timer.start(Duration.ofMillis(500));
    pass(2_000);
    assertThat(channel.isOpen()).isTrue();

    quiet = true;
    timer.answered();
    pass(499);
    assertThat(channel.isOpen()).isTrue();
    pass(1);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void hasNothingToDoWithAnswersWhileTheConnectionIsUsed() {
    timer.start(Duration.ofMillis(500));
    timer.stop();

    timer.answered();
    pass(10_000);

    assertThat(channel.isOpen()).isTrue();
  }
}
