package io.millrace.engine.output;

import io.millrace.api.BufferDefaults;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.event.RecordPath;
import io.millrace.event.time.TimeZones;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chunk keys of a {@code <buffer>} section: its argument and its time settings. */
public final class ChunkKeysResolver {
  private static final Pattern KEY = Pattern.compile("[-_.@a-zA-Z0-9]+");
  private static final String TAG = "tag";
  private static final String TIME = "time";

  private ChunkKeysResolver() {}

  /**
   * The keys of {@code config}; those of {@code defaults} if it names none.
   *
   * @param clock tells the local offset, which is taken once as in Fluentd
   * @throws ConfigException in Fluentd's words if they make no sense
   */
  public static ChunkKeys resolve(
      BufferConfig config, BufferDefaults defaults, InstantSource clock) {
    List<String> names = config.chunkKeys().orElse(defaults.chunkKeys());
    List<RecordPath> fields = new ArrayList<>();
    for (String name : names) {
      if (!name.equals(TAG) && !name.equals(TIME)) {
        fields.add(field(name));
      }
    }
    boolean time = names.contains(TIME);
    return new ChunkKeys(
        names.contains(TAG),
        time ? Optional.of(timekey(config)) : Optional.empty(),
        time ? zone(config, clock) : ZoneOffset.UTC,
        List.copyOf(fields));
  }

  private static RecordPath field(String name) {
    if (name.startsWith("$[")) {
      throw new ConfigException("in chunk_keys: bracket notation is not allowed: " + name);
    }
    if (!name.startsWith("$.") && !KEY.matcher(name).matches()) {
      throw new ConfigException(
          "in chunk_keys: chunk_keys specification includes invalid char: '" + name + "'");
    }
    return RecordPath.parse(name);
  }

  private static Duration timekey(BufferConfig config) {
    Duration timekey =
        config
            .timekey()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "<buffer ...> argument includes 'time', but timekey is not configured"));
    if (timekey.toSeconds() <= 0) {
      throw new ConfigException(
          "timekey should be greater than 0. current timekey: "
              + timekey.toMillis() / 1000.0
              + ". It counts in whole seconds");
    }
    return timekey;
  }

  private static ZoneId zone(BufferConfig config, InstantSource clock) {
    if (config.timekeyUseUtc()) {
      return ZoneOffset.UTC;
    }
    if (config.timekeyZone().isEmpty()) {
      return ZoneId.systemDefault().getRules().getOffset(clock.instant());
    }
    try {
      return TimeZones.parse(config.timekeyZone().get()).id();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("timekey_zone: " + e.getMessage());
    }
  }
}
