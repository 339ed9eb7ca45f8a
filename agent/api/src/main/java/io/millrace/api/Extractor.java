package io.millrace.api;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackText;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes tag and time out of records, as {@code <extract>} says. Safe for use by several threads.
 *
 * <p>Source: Fluentd's extract helper; a time that is given no type is a float there.
 */
public final class Extractor {
  private final Optional<RecordPath> tagKey;
  private final Optional<RecordPath> timeKey;
  private final String tagPrefix;
  private final boolean keepTag;
  private final boolean keepTime;
  private final Optional<TimeParser> timeParser;
  private final PerThread<RecordEditor> editors = new PerThread<>(RecordEditor::new);

  private Extractor(Optional<ExtractConfig> config, InstantSource clock, String tagPrefix) {
    this.tagKey = config.flatMap(ExtractConfig::tagKey).map(RecordPath::ofKey);
    this.timeKey = config.flatMap(ExtractConfig::timeKey).map(RecordPath::ofKey);
    this.tagPrefix = tagPrefix;
    this.keepTag = config.map(ExtractConfig::keepTagKey).orElse(false);
    this.keepTime = config.map(ExtractConfig::keepTimeKey).orElse(false);
    this.timeParser =
        config
            .filter(given -> given.timeKey().isPresent())
            .map(given -> TimeParser.of(given.time(), TimeType.FLOAT, clock));
  }

  /**
   * As {@code config} says; takes nothing if it is missing.
   *
   * @throws IllegalArgumentException if the time parameters do not go together
   */
  public static Extractor of(Optional<ExtractConfig> config, InstantSource clock) {
    return of(config, clock, "");
  }

  /** As {@link #of(Optional, InstantSource)}, with {@code tagPrefix} in front of tags it takes. */
  public static Extractor of(
      Optional<ExtractConfig> config, InstantSource clock, String tagPrefix) {
    return new Extractor(config, clock, tagPrefix);
  }

  /** Whether it takes tags. */
  public boolean takesTag() {
    return tagKey.isPresent();
  }

  /** The tag that stands in {@code record}; empty if none does. */
  public Optional<String> tag(ByteSlice record) {
    int at = find(tagKey, record);
    return at < 0 ? Optional.empty() : Optional.of(tagPrefix + PackText.bytes(record.array(), at));
  }

  /**
   * The time that stands in {@code record}; empty if none does.
   *
   * @throws ParseException if what stands there is no time
   */
  public Optional<EventTime> time(ByteSlice record) {
    int at = find(timeKey, record);
    return at < 0
        ? Optional.empty()
        : Optional.of(timeParser.orElseThrow().read(record.array(), at).toEventTime());
  }

  /**
   * The record without the fields that were taken; the same if none is to be removed. Valid until
   * this thread calls again.
   *
   * @param tookTime whether the time was taken, too
   */
  public ByteSlice rest(ByteSlice record, boolean tookTime) {
    boolean dropTag = !keepTag && find(tagKey, record) >= 0;
    boolean dropTime = tookTime && !keepTime && find(timeKey, record) >= 0;
    if (!dropTag && !dropTime) {
      return record;
    }
    RecordEditor editor = editors.get().copyOf(record.array(), record.offset(), record.end());
    if (dropTag) {
      editor.remove(tagKey.orElseThrow());
    }
    if (dropTime) {
      editor.remove(timeKey.orElseThrow());
    }
    return editor.record();
  }

  private static int find(Optional<RecordPath> key, ByteSlice record) {
    return key.isPresent() ? key.get().find(record.array(), record.offset()) : -1;
  }
}
