package io.millrace.api;

import io.millrace.event.RecordPath;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What the chunks of an output are told apart by: the argument of {@code <buffer>} and its time
 * settings.
 *
 * @param tag whether by tag
 * @param timekey length of a time slice; empty if not by time
 * @param zone zone in which slices begin and {@code %Y} and the like are written
 * @param fields record fields, in the order of the configuration
 */
public record ChunkKeys(
    boolean tag, Optional<Duration> timekey, ZoneId zone, List<RecordPath> fields) {
  /** No keys: every event goes to the same chunk. */
  public static final ChunkKeys NONE =
      new ChunkKeys(false, Optional.empty(), ZoneId.of("UTC"), List.of());

  /** Whether by time. */
  public boolean time() {
    return timekey.isPresent();
  }

  /** Whether there are no keys at all. */
  public boolean isEmpty() {
    return !tag && timekey.isEmpty() && fields.isEmpty();
  }
}
