package io.millrace.api;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the events of one chunk have in common (Fluentd's metadata).
 *
 * @param timekey start of the time slice, seconds since 1970-01-01 UTC; empty if not by time
 * @param tag the tag; empty if not by tag
 * @param variables values of the field keys by the text of their accessor; a nil or missing value
 *     is the empty text
 * @param seq distinguishes chunks that are alike otherwise
 */
public record ChunkKey(
    OptionalLong timekey, Optional<Tag> tag, Map<String, String> variables, int seq) {
  /** Nothing in common. */
  public static final ChunkKey EMPTY =
      new ChunkKey(OptionalLong.empty(), Optional.empty(), Map.of(), 0);

  /** What the JDK would write, without its start-up: chunks are looked up for each emit. */
  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof ChunkKey key
            && seq == key.seq
            && tag.equals(key.tag)
            && timekey.equals(key.timekey)
            && variables.equals(key.variables));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * timekey.hashCode() + tag.hashCode()) + variables.hashCode()) + seq;
  }

  /** Whether the events have nothing in common. */
  public boolean isEmpty() {
    return timekey.isEmpty() && tag.isEmpty() && variables.isEmpty();
  }
}
