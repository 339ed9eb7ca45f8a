package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ChunkMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes in pooled arrays: what goes in comes out, and arrays go round only when nobody reads. */
class SegmentsTest {
  private static final int FOUR = 4 * SegmentPool.LENGTH;

  private final SegmentPool pool = new SegmentPool(100);

  @Test
  void whatWasAppendedIsReadWhateverThePiecesAre() throws IOException {
    Random random = new Random(1);
    Segments segments = new Segments(pool);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    while (expected.size() < 5 * FOUR) {
      byte[] piece = new byte[random.nextInt(20_000)];
      random.nextBytes(piece);
      segments.append(piece, 0, piece.length);
      expected.write(piece);
      if (random.nextInt(4) == 0) {
        long before = segments.size();
        segments.append(piece, 0, piece.length);
        segments.truncate(before);
      }
    }

    assertThat(segments.size()).isEqualTo(expected.size());
    try (InputStream in = segments.open(segments.size())) {
      assertThat(in.readAllBytes()).isEqualTo(expected.toByteArray());
    }
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (InputStream in = segments.open(segments.size())) {
      in.transferTo(copy);
    }
    assertThat(copy.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(lent(segments, segments.size())).isEqualTo(expected.toByteArray());
    assertThat(lent(segments, FOUR + 1)).isEqualTo(Arrays.copyOf(expected.toByteArray(), FOUR + 1));
  }

  @Test
  void releasedArraysAreUsedAgain() throws IOException {
    Segments first = filled(FOUR, 1);
    first.open(FOUR).close();

    first.release();
    int free = pool.free();
    Segments second = filled(FOUR, 2);

    assertThat(free).isPositive();
    assertThat(pool.free()).isZero();
    try (InputStream in = second.open(FOUR)) {
      assertThat(in.readAllBytes()).containsOnly(2);
    }
  }

  @Test
  void aReaderThatIsOpenNeverSeesTheBytesOfAnotherChunk() throws IOException {
    Segments first = filled(FOUR, 1);
    InputStream late = first.open(FOUR);

    first.release();
    filled(FOUR, 2);

    assertThat(pool.free()).isZero();
    assertThat(late.readAllBytes()).hasSize(FOUR).containsOnly(1);
  }

  @Test
  void whatIsLentNeverHoldsTheBytesOfAnotherChunk() throws IOException {
    Segments first = filled(FOUR, 1);
    ChunkMemory loan = first.lend(FOUR);

    first.release();
    filled(FOUR, 2);

    assertThat(pool.free()).isZero();
    assertThat(bytesOf(loan)).hasSize(FOUR).containsOnly(1);
  }

  @Test
  void whatWasGivenBackIsUsedAgain() throws IOException {
    Segments first = filled(FOUR, 1);
    ChunkMemory one = first.lend(FOUR);
    ChunkMemory other = first.lend(FOUR);
    one.close();
    one.close();
    first.release();
    assertThat(pool.free()).as("free while the other is open").isZero();

    other.close();
    first.release();

    assertThat(pool.free()).isPositive();
    assertThatThrownBy(() -> first.lend(FOUR))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("purged");
  }

  @Test
  void whatWasReleasedOrClosedCannotBeRead() throws IOException {
    Segments segments = filled(FOUR, 1);
    InputStream closed = segments.open(FOUR);
    closed.close();
    closed.close();

    segments.release();

    assertThatThrownBy(closed::read).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> segments.open(FOUR))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("purged");
  }

  @Test
  void thePoolHoldsBackNoMoreThanItMay() {
    SegmentPool small = new SegmentPool(2);
    Segments segments = new Segments(small);
    segments.append(new byte[FOUR * 2], 0, FOUR * 2);

    segments.release();

    assertThat(small.free()).isEqualTo(2);
  }

  private static byte[] lent(Segments segments, long length) throws IOException {
    try (ChunkMemory loan = segments.lend(length)) {
      return bytesOf(loan);
    }
  }

  private static byte[] bytesOf(ChunkMemory memory) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    memory.ranges().forEach(range -> bytes.writeBytes(range.toBytes()));
    return bytes.toByteArray();
  }

  private Segments filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    Segments segments = new Segments(pool);
    segments.append(bytes, 0, length);
    return segments;
  }
}
