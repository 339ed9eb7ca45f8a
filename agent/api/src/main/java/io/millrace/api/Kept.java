package io.millrace.api;

import io.millrace.event.ByteSlice;
import java.util.List;

/** Memory that is its reader's to keep. */
record Kept(List<ByteSlice> ranges) implements ChunkMemory {
  @Override
  public void close() {}
}
