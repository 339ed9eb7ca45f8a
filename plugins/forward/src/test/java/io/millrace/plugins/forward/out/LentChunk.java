package io.millrace.plugins.forward.out;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkMemory;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.testkit.TestChunk;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A chunk that lends its bytes in ranges of odd lengths. As soon as a loan is given back its arrays
 * hold something else, as if another chunk had got them: whoever reads on sends bytes of no chunk.
 */
class LentChunk implements Chunk {
  /** What no event of a test has in it: MessagePack does not use it. */
  private static final byte OTHER = (byte) 0xc1;

  final AtomicInteger lent = new AtomicInteger();
  final AtomicInteger givenBack = new AtomicInteger();
  private final TestChunk bytes;
  private final int rangeLength;

  /** With the bytes of {@code bytes}, in ranges of {@code rangeLength} of them. */
  LentChunk(TestChunk bytes, int rangeLength) {
    this.bytes = bytes;
    this.rangeLength = rangeLength;
  }

  @Override
  public Optional<ChunkMemory> memory() {
    lent.incrementAndGet();
    return Optional.of(new Loan());
  }

  private final class Loan implements ChunkMemory {
    private final List<ByteSlice> ranges = new ArrayList<>();

    Loan() {
      byte[] all = bytes.stored();
      for (int from = 0; from < all.length; from += rangeLength) {
        int length = Math.min(rangeLength, all.length - from);
        byte[] array = new byte[length + 7];
        System.arraycopy(all, from, array, 3, length);
        ranges.add(ByteSlice.of(array, 3, length));
      }
    }

    @Override
    public List<ByteSlice> ranges() {
      return ranges;
    }

    @Override
    public void close() {
      givenBack.incrementAndGet();
      ranges.forEach(range -> Arrays.fill(range.array(), OTHER));
    }
  }

  @Override
  public ChunkId id() {
    return bytes.id();
  }

  @Override
  public ChunkKey key() {
    return bytes.key();
  }

  @Override
  public ChunkKeys keys() {
    return bytes.keys();
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public int records() {
    return bytes.records();
  }

  @Override
  public Compression compression() {
    return bytes.compression();
  }

  @Override
  public Instant createdAt() {
    return bytes.createdAt();
  }

  @Override
  public Instant modifiedAt() {
    return bytes.modifiedAt();
  }

  @Override
  public InputStream open() {
    throw new IllegalStateException("it is in memory: no need to copy it");
  }

  @Override
  public InputStream openStored() {
    return open();
  }

  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }
}
