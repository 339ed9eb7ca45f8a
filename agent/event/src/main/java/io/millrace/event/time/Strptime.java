package io.millrace.event.time;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads times of one format, compiled once: Ruby's {@code Time.strptime}, with the rules of
 * Fluentd's faster reader where all directives of the format are in its set, and {@code %iso8601}.
 * What is behind the part that the format describes does not matter. Immutable and safe for use by
 * several threads; the last text is remembered, as log lines often share a second.
 *
 * <p>Fluentd's fast set: {@code %B %b %h %d %e %H %M %S %N %Y %y %m %z %n}. Blanks in the format
 * match any number of blanks, none included; numbers may have fewer digits; a day or second beyond
 * the month or minute counts on (February 30 is March 1).
 */
public final class Strptime {
  /** The format that means ISO 8601 with a fraction and a zone or without. */
  public static final String ISO8601 = "%iso8601";

  /** Reads one piece of a text; false if the text has something else. */
  @FunctionalInterface
  interface Step {
    boolean read(TimeText text, TimeFields fields);
  }

  private record Known(ByteSlice text, EventTime time) {}

  private final String format;
  private final Step[] steps;
  private final Zone zone;
  private final InstantSource clock;
  private final boolean complete;
  private @Nullable Known last; // replaced as a whole; a thread that sees an old one works more

  private Strptime(String format, Zone zone, InstantSource clock) {
    StrptimeCompiler compiler = new StrptimeCompiler(format);
    this.format = format;
    this.steps = compiler.steps().toArray(new Step[0]);
    this.zone = compiler.hasZone() ? Zone.local() : zone;
    this.clock = clock;
    this.complete = compiler.hasYear();
  }

  /**
   * Compiles {@code format}.
   *
   * @param zone of texts without one; a format with {@code %z} or {@code %Z} ignores it and reads a
   *     zone it does not know as the local one
   * @param clock tells the year, or day, where the format has none
   * @throws IllegalArgumentException if the format has a directive that does not exist
   */
  public static Strptime of(String format, Zone zone, InstantSource clock) {
    return new Strptime(format, zone, clock);
  }

  /**
   * The time that {@code text} tells.
   *
   * @throws TimeParseException if it is not of this format
   */
  public EventTime parse(ByteSlice text) {
    Known known = last;
    if (complete && known != null && known.text.equals(text)) {
      return known.time;
    }
    Optional<EventTime> time = read(text);
    if (time.isEmpty()) {
      throw TimeParseException.unlike(text.toString(), format);
    }
    if (complete) {
      last = new Known(ByteSlice.of(text.toBytes()), time.get());
    }
    return time.get();
  }

  /**
   * The time that {@code text} tells.
   *
   * @throws TimeParseException if it is not of this format
   */
  public EventTime parse(String text) {
    return parse(ByteSlice.utf8(text));
  }

  /** The time that {@code text} tells; empty if it is not of this format. */
  public Optional<EventTime> read(ByteSlice text) {
    TimeText rest = new TimeText(text.array(), text.offset(), text.end());
    TimeFields fields = new TimeFields();
    for (Step step : steps) {
      if (!step.read(rest, fields)) {
        return Optional.empty();
      }
    }
    return fields.resolve(zone, complete ? 0 : clock.instant().getEpochSecond());
  }

  /** The format as it was written. */
  @Override
  public String toString() {
    return format;
  }
}
