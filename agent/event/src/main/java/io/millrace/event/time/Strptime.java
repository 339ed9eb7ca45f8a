package io.millrace.event.time;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads times of one format, compiled once: Ruby's {@code Time.strptime}, with the rules of
 * Fluentd's faster reader where all directives of the format are in its set, and {@code %iso8601}.
 * What is behind the part that the format describes does not matter. Immutable and safe for use by
 * several threads; each remembers its last text, as log lines often share a second.
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

  /** What one thread reads with, and the last text it read. */
  private static final class Scratch {
    final TimeText text = new TimeText();
    final TimeFields fields = new TimeFields();
    final TimeSlot last = new TimeSlot();
    final ByteArraySink lastText = new ByteArraySink(64);

    boolean isLast(byte[] a, int from, int to) {
      int length = lastText.size();
      return length > 0
          && length == to - from
          && Arrays.equals(a, from, to, lastText.array(), 0, length);
    }

    void keep(byte[] a, int from, int to, TimeSlot time) {
      last.set(time.seconds(), time.nanos());
      lastText.clear();
      lastText.write(a, from, to - from);
    }
  }

  private final String format;
  private final Step[] steps;
  private final Zone zone;
  private final InstantSource clock;
  private final boolean complete;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

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
    TimeSlot time = new TimeSlot();
    parse(text.array(), text.offset(), text.end(), time);
    return time.toEventTime();
  }

  /**
   * The time that {@code text} tells.
   *
   * @throws TimeParseException if it is not of this format
   */
  public EventTime parse(String text) {
    return parse(ByteSlice.utf8(text));
  }

  /**
   * Puts the time that the text in {@code [from, to)} tells into {@code out}.
   *
   * @throws TimeParseException if it is not of this format
   */
  public void parse(byte[] a, int from, int to, TimeSlot out) {
    if (!read(a, from, to, out)) {
      throw TimeParseException.unlike(ByteSlice.of(a, from, to - from).toString(), format);
    }
  }

  /** The time that {@code text} tells; empty if it is not of this format. */
  public Optional<EventTime> read(ByteSlice text) {
    TimeSlot time = new TimeSlot();
    return read(text.array(), text.offset(), text.end(), time)
        ? Optional.of(time.toEventTime())
        : Optional.empty();
  }

  private boolean read(byte[] a, int from, int to, TimeSlot out) {
    Scratch mine = scratch.get();
    if (complete && mine.isLast(a, from, to)) {
      out.set(mine.last.seconds(), mine.last.nanos());
      return true;
    }
    TimeText rest = mine.text.reset(a, from, to);
    TimeFields fields = mine.fields.clear();
    for (Step step : steps) {
      if (!step.read(rest, fields)) {
        return false;
      }
    }
    if (!fields.resolve(zone, complete ? 0 : clock.instant().getEpochSecond(), out)) {
      return false;
    }
    if (complete) {
      mine.keep(a, from, to, out);
    }
    return true;
  }

  /** The format as it was written. */
  @Override
  public String toString() {
    return format;
  }
}
