package io.millrace.net.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrayPoolTest {
  private static final int STEP = ArrayPool.STEP;

  private final ArrayPool pool = new ArrayPool(10L * STEP);

  @Test
  void anArrayThatCameBackIsTakenAgain() {
    byte[] array = pool.take(3 * STEP - 100);
    assertThat(array).hasSize(3 * STEP);

    pool.give(array);
    assertThat(pool.held()).isEqualTo(3 * STEP);

    assertThat(pool.take(2 * STEP + 1)).isSameAs(array);
    assertThat(pool.held()).isZero();
  }

  @Test
  void anArrayIsAQuarterLongerThanAskedForAtMost() {
    byte[] five = pool.take(5 * STEP);
    pool.give(five);

    assertThat(pool.take(3 * STEP)).hasSize(3 * STEP);
    assertThat(pool.take(4 * STEP)).isSameAs(five);
  }

  @Test
  void holdsAsMuchAsItMay() {
    byte[][] arrays = {pool.take(6 * STEP), pool.take(6 * STEP), pool.take(4 * STEP)};

    for (byte[] array : arrays) {
      pool.give(array);
    }

    assertThat(pool.held()).isEqualTo(10 * STEP);
  }

  @Test
  void holdsNeitherShortNorHugeArrays() {
    pool.give(pool.take(STEP - 1));
    pool.give(pool.take(ArrayPool.LONGEST + 1));
    assertThat(pool.take(STEP - 1)).hasSize(STEP - 1);
    assertThat(pool.take(ArrayPool.LONGEST + 1)).hasSize(ArrayPool.LONGEST + 1);

    assertThat(pool.held()).isZero();
  }

  @Test
  void anArrayComesBackBehindItsLastReader() {
    ReceiveArray array = pool.lend(STEP);
    array.retain();

    array.release();
    assertThat(pool.held()).isZero();
    array.release();

    assertThat(pool.held()).isEqualTo(STEP);
    assertThat(array.bytes()).as("spoilt for who still reads it").containsOnly(0xc1);
  }

  @Test
  void anArrayThatIsKeptStaysAway() {
    ReceiveArray array = pool.lend(STEP);

    array.keep();
    array.release();

    assertThat(pool.held()).isZero();
  }

  @Test
  void whoReadsAnArrayThatWentBackIsTold() {
    ReceiveArray array = pool.lend(STEP);
    array.release();

    assertThatThrownBy(array::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(array::keep)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("went back");
    assertThatThrownBy(array::retain).isInstanceOf(IllegalStateException.class);
  }
}
