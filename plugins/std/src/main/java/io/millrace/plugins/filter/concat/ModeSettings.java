package io.millrace.plugins.filter.concat;

import io.millrace.event.ByteSlice;
import io.millrace.event.RecordPath;
import java.util.ArrayList;
import java.util.List;

/** Finds out which of the modes a configuration means. */
final class ModeSettings {
  private ModeSettings() {}

  /**
   * The mode.
   *
   * @throws IllegalArgumentException if there is none, or more than one, or it lacks something
   */
  static ConcatMode mode(ConcatFilter.Config config) {
    boolean patterns =
        config.multilineStartRegexp().isPresent() || config.multilineEndRegexp().isPresent();
    List<String> set = new ArrayList<>();
    addIf(config.nLines().isPresent(), "n_lines", set);
    addIf(patterns, "multiline_start_regexp/multiline_end_regexp", set);
    addIf(config.partialKey().isPresent(), "partial_key", set);
    addIf(config.usePartialMetadata(), "use_partial_metadata", set);
    addIf(config.usePartialCriLogtag(), "use_partial_cri_logtag", set);
    if (set.isEmpty()) {
      throw new IllegalArgumentException(
          "Either n_lines, multiline_start_regexp, multiline_end_regexp, partial_key,"
              + " use_partial_metadata or use_partial_cri_logtag is required");
    }
    if (set.size() > 1) {
      throw new IllegalArgumentException(
          set.get(0) + " and " + set.get(1) + " are exclusive: remove one of them");
    }
    if (config.nLines().isPresent()) {
      return lineCount(config.nLines().get());
    } else if (patterns) {
      return new LinePatterns(
          config.multilineStartRegexp(),
          config.multilineEndRegexp(),
          config.continuousLineRegexp());
    } else if (config.partialKey().isPresent()) {
      return partialField(config, config.partialKey().get());
    } else if (config.usePartialMetadata()) {
      return PartialMetadata.of(config.partialMetadataFormat(), config.keepPartialMetadata());
    }
    return criLogtag(config);
  }

  private static void addIf(boolean present, String name, List<String> names) {
    if (present) {
      names.add(name);
    }
  }

  private static ConcatMode lineCount(int lines) {
    if (lines < 1) {
      throw new IllegalArgumentException("n_lines: must be at least 1, not " + lines);
    }
    return new LineCount(lines);
  }

  private static ConcatMode partialField(ConcatFilter.Config config, String key) {
    String more =
        config
            .partialValue()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "partial_value is required when partial_key is specified"));
    return new PartialField(
        RecordPath.ofKey(key),
        ByteSlice.utf8(more),
        config.keepPartialKey(),
        config.bufferLimitSize().bytes(),
        config.bufferOverflowMethod());
  }

  private static ConcatMode criLogtag(ConcatFilter.Config config) {
    String key =
        config
            .partialCriLogtagKey()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "partial_cri_logtag_key is required when use_partial_cri_logtag is true:"
                            + " name the field that holds the log tag, such as logtag"));
    return new CriLogtag(
        RecordPath.ofKey(key),
        RecordPath.ofKey(config.partialCriStreamKey()),
        config.keepPartialKey());
  }
}
