package io.millrace.plugins.buffer;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkStoreFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import java.time.InstantSource;

/** {@code @type memory}: chunks on the heap. Fast; lost if the process dies. */
public final class MemoryBuffer implements ChunkStore {
  private static final long CHUNK_LIMIT = 8L << 20;
  private static final long TOTAL_LIMIT = 512L << 20;

  /** There is nothing to set. */
  public record Config() {}

  private final InstantSource clock;

  private MemoryBuffer(Config config, PluginContext context) {
    this.clock = context.clock();
  }

  @Override
  public ResumedChunks resume(ChunkContents contents) {
    return ResumedChunks.NONE;
  }

  @Override
  public StoredChunk create(ChunkKey key) {
    return new MemoryChunk(key, SegmentPool.SHARED, clock);
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public long defaultChunkLimit() {
    return CHUNK_LIMIT;
  }

  @Override
  public long defaultTotalLimit() {
    return TOTAL_LIMIT;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends ChunkStoreFactory<Config> {
    /** Known to the catalog. */
    public Factory() {
      super("memory", "Keeps chunks in memory.", Config.class, MemoryBuffer::new);
    }
  }
}
