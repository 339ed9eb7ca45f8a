package io.millrace.engine.buffer;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Compression;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long ENOUGH = 100;

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Pace pace = new Pace(ENOUGH, nanos::get);

  @Test
  void holdsNothingBeforeTheFirstDelivery() {
    pace.stored(1_000, ENOUGH);

    assertThat(pace.holds()).isFalse();
  }

  @Test
  void holdsNothingBelowWhatKeepsDeliveriesBusy() {
    pace.delivered(10, ENOUGH - 10);
    pace.stored(1_000, ENOUGH - 1);

    assertThat(pace.holds()).isFalse();
  }

  @Test
  void givesEmitsTheRoomThatDeliveriesMade() {
    pace.delivered(10, ENOUGH);
    assertThat(pace.holds()).isFalse();

    pace.stored(10, ENOUGH);
    assertThat(pace.holds()).isTrue();

    pace.delivered(30, ENOUGH + 50);
    pace.stored(20, ENOUGH + 50);
    assertThat(pace.holds()).isFalse();
    pace.stored(20, ENOUGH + 50);
    assertThat(pace.holds()).isTrue();
  }

  @Test
  void countsAnEmitThatTookMoreAgainstTheNextDelivery() {
    pace.delivered(10, ENOUGH);
    pace.stored(40, ENOUGH);

    pace.delivered(20, ENOUGH);
    assertThat(pace.holds()).isTrue();
    pace.delivered(20, ENOUGH);
    assertThat(pace.holds()).isFalse();
  }

  @Test
  void letsTheBufferFillWhenNoDeliveryHasEndedForASecond() {
    pace.delivered(1, ENOUGH);
    pace.stored(10, ENOUGH);
    nanos.addAndGet(MILLISECONDS.toNanos(999));
    assertThat(pace.holds()).isTrue();

    nanos.addAndGet(MILLISECONDS.toNanos(1));
    assertThat(pace.holds()).isFalse();
  }

  @Test
  void forgetsRoomOnceTheQueueIsShort() {
    pace.delivered(90, ENOUGH);
    pace.stored(1, ENOUGH - 1);

    pace.stored(1, ENOUGH);

    assertThat(pace.holds()).isTrue();
  }

  @Test
  void enoughIsAChunkForEachThreadAndOneMore() {
    assertThat(enough(limits(8 << 20, OverflowAction.BLOCK), 1)).isEqualTo(32 << 20);
    assertThat(enough(limits(64 << 20, OverflowAction.BLOCK), 3)).isEqualTo(256 << 20);
  }

  @Test
  void holdsOnlyBuffersInMemoryThatMayMakeEmitsWait() {
    BufferLimits waits = limits(8 << 20, OverflowAction.BLOCK);

    assertThat(Pace.of(waits, 1, true).enough()).isEqualTo(Long.MAX_VALUE);
    assertThat(enough(limits(8 << 20, OverflowAction.THROW_EXCEPTION), 1))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(enough(limits(8 << 20, OverflowAction.DROP_OLDEST_CHUNK), 1))
        .isEqualTo(Long.MAX_VALUE);
  }

  private static long enough(BufferLimits limits, int threads) {
    return Pace.of(limits, threads, false).enough();
  }

  private static BufferLimits limits(long chunkSize, OverflowAction overflow) {
    return new BufferLimits(
        chunkSize, 512L << 20, Integer.MAX_VALUE, 0.95, 100, Compression.TEXT, 1 << 20, overflow);
  }
}
