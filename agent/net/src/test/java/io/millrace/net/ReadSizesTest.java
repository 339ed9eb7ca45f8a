package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator.MaxMessageHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadSizesTest {
  private final AtomicInteger room = new AtomicInteger(1 << 20);
  private final MaxMessageHandle reads = new ReadSizes(room::get).newHandle();

  /** One read, for which there were {@code bytes} in the socket; answers the size it had. */
  private int read(int bytes) {
    int size = reads.guess();
    reads.attemptedBytesRead(size);
    reads.lastBytesRead(Math.min(bytes, size));
    return size;
  }

  @Test
  void growWhileMoreComesThanTheyTake() {
    assertThat(read(1 << 30)).isEqualTo(2048);
    for (int i = 0; i < 10; i++) {
      read(1 << 30);
    }

    assertThat(reads.guess()).isEqualTo(1 << 20);
  }

  @Test
  void shrinkWhenTwoInARowWereNotHalfFilled() {
    read(1 << 30);
    assertThat(read(100)).isEqualTo(8192);
    assertThat(read(5000)).as("one may be low").isEqualTo(8192);
    read(100);
    assertThat(read(100)).isEqualTo(8192);

    assertThat(reads.guess()).isEqualTo(4096);
    for (int i = 0; i < 20; i++) {
      read(1);
    }
    assertThat(reads.guess()).isEqualTo(64);
  }

  @Test
  void takeNoMoreThanThereIsRoomFor() {
    for (int i = 0; i < 10; i++) {
      read(1 << 30);
    }
    room.set(4096);

    assertThat(read(1 << 30)).isEqualTo(4096);
    room.set(1 << 20);
    assertThat(reads.guess()).isEqualTo(1 << 20);
  }

  @Test
  void theEndOfAConnectionIsNoReasonToGrow() {
    reads.attemptedBytesRead(reads.guess());
    reads.lastBytesRead(-1);

    assertThat(reads.guess()).isEqualTo(2048);
  }
}
