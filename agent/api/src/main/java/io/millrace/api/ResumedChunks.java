package io.millrace.api;

import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link ChunkStore} found of a former process.
 *
 * @param staged chunks that can be appended to
 * @param queued complete chunks, in the order in which they must be delivered
 * @param broken what is no chunk any more
 */
public record ResumedChunks(
    List<StoredChunk> staged, List<StoredChunk> queued, List<Broken> broken) {
  /** Nothing. */
  public static final ResumedChunks NONE = new ResumedChunks(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ResumedChunks {
    staged = List.copyOf(staged);
    queued = List.copyOf(queued);
    broken = List.copyOf(broken);
  }

  /**
   * Files that look like a chunk and are none. The engine backs up the first one and deletes all.
   *
   * @param id 32 hexadecimal digits of the file's name
   * @param staged whether the name is that of a staged chunk
   * @param files the file with the bytes, and others that belong to it
   * @param reason what is wrong with it
   */
  public record Broken(String id, boolean staged, List<Path> files, String reason) {
    /** Copies the list. */
    public Broken {
      files = List.copyOf(files);
    }
  }
}
