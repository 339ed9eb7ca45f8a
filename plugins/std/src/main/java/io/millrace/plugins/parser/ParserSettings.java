package io.millrace.plugins.parser;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.TimeSettings;
import io.millrace.event.RubyRegexp;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Settings all parsers share.
 *
 * <p>Source: Fluentd's parser plugins, common parameters.
 */
public record ParserSettings(
    @Param(
            doc =
                "Types of fields: string, integer, float, bool, time[:format], array[:delimiter].",
            def = "")
        Map<String, String> types,
    @Param(doc = "Field that holds the time; which one without it depends on the parser.")
        Optional<String> timeKey,
    @Param(doc = "Text that this matches becomes nil.") Optional<RubyRegexp> nullValuePattern,
    @Param(doc = "Empty text becomes nil.", def = "false") boolean nullEmptyString,
    @Param(doc = "An event without a time gets the current one.", def = "true")
        boolean estimateCurrentEvent,
    @Param(doc = "Leave the field of the time in the record; false, but for cri true.")
        Optional<Boolean> keepTimeKey,
    @Param(doc = "How long one text may take; one that takes longer does not match.")
        Optional<Duration> timeout,
    @Include TimeSettings time) {
  /** Whether the field of the time stays in the record. */
  boolean keepsTime() {
    return keepTimeKey.orElse(false);
  }

  /** The same with a time of {@code format} where the user gave none. */
  ParserSettings withTimeFormat(String format) {
    return new ParserSettings(
        types,
        timeKey,
        nullValuePattern,
        nullEmptyString,
        estimateCurrentEvent,
        keepTimeKey,
        timeout,
        time.timeFormat().isPresent() ? time : time.withFormat(format));
  }
}
