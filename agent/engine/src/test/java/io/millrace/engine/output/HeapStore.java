package io.millrace.engine.output;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkStore;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A store on the heap: the real ones are plugins, which this module cannot see. Commits can be made
 * to fail.
 */
final class HeapStore implements ChunkStore {
  private final InstantSource clock;
  int appendsUntilFailure = Integer.MAX_VALUE;
  int commitsUntilFailure = Integer.MAX_VALUE;
  int purged;

  /** Whether emits are to be committed together. */
  boolean commitsSlowly;

  /** Called before each commit, which may take long. */
  Runnable beforeCommit = () -> {};

  /** Chunks that refuse to be appended to. */
  Predicate<ChunkKey> refuses = key -> false;

  /** If positive, one of so many appends and commits fails, at random. */
  int failsOneIn;

  private final Random random = new Random(3);

  HeapStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public ResumedChunks resume(ChunkContents contents) {
    return ResumedChunks.NONE;
  }

  @Override
  public StoredChunk create(ChunkKey key) {
    return new HeapChunk(key);
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean commitsSlowly() {
    return commitsSlowly;
  }

  @Override
  public long defaultChunkLimit() {
    return 8 << 20;
  }

  @Override
  public long defaultTotalLimit() {
    return 512 << 20;
  }

  private boolean failsByChance() {
    return failsOneIn > 0 && random.nextInt(failsOneIn) == 0;
  }

  private final class HeapChunk implements StoredChunk {
    private final ChunkId id = ChunkId.create(clock);
    private final ChunkKey key;
    private final Instant created = clock.instant();
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private byte[] bytes = new byte[0];
    private int records;
    private int tailRecords;
    private boolean queued;

    HeapChunk(ChunkKey key) {
      this.key = key;
    }

    @Override
    public ChunkId id() {
      return id;
    }

    @Override
    public ChunkKey key() {
      return key;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int records() {
      return records;
    }

    @Override
    public Instant createdAt() {
      return created;
    }

    @Override
    public Instant modifiedAt() {
      return created;
    }

    @Override
    public InputStream openStored() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public List<Path> files() {
      return List.of();
    }

    @Override
    public void append(byte[] source, int offset, int length, int events) throws IOException {
      if (--appendsUntilFailure < 0 || failsByChance() || refuses.test(key)) {
        throw new IOException("No space left on device");
      }
      tail.write(source, offset, length);
      tailRecords += events;
    }

    @Override
    public void commit() throws IOException {
      beforeCommit.run();
      if (--commitsUntilFailure < 0 || failsByChance()) {
        throw new IOException("No space left on device");
      }
      int before = bytes.length;
      bytes = Arrays.copyOf(bytes, before + tail.size());
      System.arraycopy(tail.toByteArray(), 0, bytes, before, tail.size());
      records += tailRecords;
      rollback();
    }

    @Override
    public void rollback() {
      tail.reset();
      tailRecords = 0;
    }

    @Override
    public long uncommittedSize() {
      return bytes.length + tail.size();
    }

    @Override
    public int uncommittedRecords() {
      return records + tailRecords;
    }

    @Override
    public boolean isQueued() {
      return queued;
    }

    @Override
    public void enqueue() {
      queued = true;
    }

    @Override
    public void purge() {
      purged++;
    }

    @Override
    public void close() {}
  }
}
