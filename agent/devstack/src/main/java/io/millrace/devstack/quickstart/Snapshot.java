package io.millrace.devstack.quickstart;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What could be seen at one moment.
 *
 * @param elapsed time since the load began
 * @param load what was made
 * @param rate events made per second, lately
 * @param chunks chunks of each output, by its name
 * @param objects S3 objects, newest first
 * @param indices Elasticsearch indices, by name
 * @param assumed what {@code AssumeRole} calls STS saw
 */
record Snapshot(
    Duration elapsed,
    Load.Counts load,
    double rate,
    List<Buffer> chunks,
    List<S3Objects.Item> objects,
    List<Indices.Index> indices,
    Assumed assumed) {

  /**
   * An output's buffer.
   *
   * @param output id of the output
   * @param chunks its chunks
   */
  record Buffer(String output, BufferFolder.Chunks chunks) {}

  /**
   * The {@code AssumeRole} calls STS saw.
   *
   * @param granted calls that got credentials
   * @param refused calls that did not
   * @param role role of the last call; empty before the first
   * @param session session name of the last call; empty before the first
   */
  record Assumed(long granted, long refused, Optional<String> role, Optional<String> session) {
    static Assumed none() {
      return new Assumed(0, 0, Optional.empty(), Optional.empty());
    }
  }

  long documents() {
    return indices.stream().mapToLong(Indices.Index::documents).sum();
  }

  long lines() {
    return objects.stream().mapToLong(S3Objects.Item::lines).sum();
  }

  int staged() {
    return chunks.stream().mapToInt(buffer -> buffer.chunks().staged()).sum();
  }

  int queued() {
    return chunks.stream().mapToInt(buffer -> buffer.chunks().queued()).sum();
  }

  /** Whether everything that was made is in both places, no more and no less. */
  boolean complete() {
    return documents() == load.sent() && lines() == load.sent();
  }

  /** Whether nothing is left to wait for: all of it is in both places, once or more often. */
  boolean arrived() {
    return documents() >= load.sent() && lines() >= load.sent();
  }
}
