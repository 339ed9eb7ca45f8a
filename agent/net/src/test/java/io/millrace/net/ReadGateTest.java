package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a socket is read, by the clock of a channel that a test moves. */
class ReadGateTest {
  private static final int LIMIT = 1_000;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ReceiveBudget budget = new ReceiveBudget(LIMIT);
  private final ReceiveBudget.Share other = budget.share(() -> {});
  private boolean willing = true;
  private long unfinished = -1;
  private int stalls;
  private final ReadGate gate =
      new ReadGate(channel, budget, () -> willing, () -> unfinished, () -> stalls++);

  @BeforeEach
  void freeze() {
    channel.freezeTime();
  }

  private void pass(long seconds) {
    for (long i = 0; i < seconds; i++) {
      channel.advanceTimeBy(1, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
    }
  }

  private boolean reads() {
    return channel.config().isAutoRead();
  }

  @Test
  void readsWhileItsOwnerIsWilling() {
    gate.reconsider();
    assertThat(reads()).isTrue();

    willing = false;
    gate.reconsider();
    assertThat(reads()).isFalse();

    willing = true;
    gate.reconsiderSoon();
    channel.runPendingTasks();
    assertThat(reads()).isTrue();
  }

  @Test
  void waitsForRoomAndAsksAgainByItself() {
    other.add(LIMIT);
    gate.reconsider();
    assertThat(reads()).isFalse();

    other.add(-1); // tells this gate
    channel.runPendingTasks();
    assertThat(reads()).isTrue();

    other.add(1);
    gate.reconsider();
    assertThat(reads()).isFalse();
    other.leave();
    pass(1);
    assertThat(reads()).isFalse();
    budget.share(() -> {}).add(-1); // whoever was told had no use for it
    pass(1);
    assertThat(reads()).isTrue();
  }

  @Test
  void aMessageThatAloneMayGoOnMustGoOn() {
    gate.share().add(LIMIT + 1);
    unfinished = LIMIT + 1;
    gate.reconsider();
    assertThat(reads()).as("the overdraft").isTrue();

    pass(29);
    assertThat(stalls).isZero();
    pass(1);

    assertThat(stalls).isEqualTo(1);
  }

  @Test
  void aMessageThatGrowsIsNoStall() {
    gate.share().add(LIMIT + 1);
    unfinished = LIMIT + 1;
    gate.reconsider();
    for (int i = 0; i < 10; i++) {
      pass(20);
      gate.share().add(1);
      unfinished++;
    }

    assertThat(stalls).isZero();
    assertThat(reads()).isTrue();
  }

  @Test
  void whoHoldsNoPartOfAMessageStallsNobody() {
    gate.share().add(LIMIT + 1); // whole messages that wait for an output
    gate.reconsider();
    pass(300);

    assertThat(stalls).isZero();
  }
}
