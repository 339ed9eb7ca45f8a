package io.millrace.event.time;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventTime;
import org.jspecify.annotations.Nullable;

/**
 * Ruby's {@code Time#strftime} for one format and zone, compiled once. Immutable and safe for use
 * by several threads. What depends on the second alone is kept for the next event of that second.
 *
 * <p>Directives: {@code %Y %C %y %m %B %b %h %d %e %j %H %k %I %l %P %p %M %S %L %N %z %Z %A %a %u
 * %w %G %g %V %U %W %s %n %t %% %c %D %F %v %x %X %r %R %T %+} with the flags {@code - 0 ^ # _ :}
 * and a width. Anything else stays as it is.
 */
public final class Strftime {
  /** One piece of a format. */
  @FunctionalInterface
  interface Part {
    void write(Civil time, int nanos, ByteArraySink out);
  }

  /** The text of one second. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Text(long second, byte[] bytes) {}

  private final String format;
  private final Zone zone;
  private final Part[] parts;
  private final boolean subsecond;
  // Both are replaced as a whole; a thread that sees an old one only works more.
  private @Nullable Text lastText;
  private @Nullable Civil lastCivil;

  private Strftime(String format, Zone zone) {
    StrftimeCompiler compiler = new StrftimeCompiler(format);
    this.format = format;
    this.zone = zone;
    this.parts = compiler.parts().toArray(new Part[0]);
    this.subsecond = compiler.hasSubsecond();
  }

  /**
   * Compiles {@code format}.
   *
   * @throws IllegalArgumentException if a width in it is above {@value StrftimeCompiler#MAX_WIDTH}
   */
  public static Strftime of(String format, Zone zone) {
    return new Strftime(format, zone);
  }

  /** What Fluentd writes without a format: ISO 8601 with {@code Z} for UTC, else the offset. */
  public static Strftime iso8601(Zone zone) {
    return of(zone.isUtc() ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%dT%H:%M:%S%:z", zone);
  }

  /** Appends the text of a time. */
  public void format(long seconds, int nanos, ByteArraySink out) {
    Text known = lastText;
    if (known != null && known.second == seconds) {
      out.write(known.bytes, 0, known.bytes.length);
      return;
    }
    Civil civil = lastCivil;
    if (civil == null || civil.second() != seconds) {
      civil = Civil.of(seconds, zone);
      lastCivil = civil;
    }
    int from = out.size();
    for (Part part : parts) {
      part.write(civil, nanos, out);
    }
    if (!subsecond) {
      byte[] text = new byte[out.size() - from];
      System.arraycopy(out.array(), from, text, 0, text.length);
      lastText = new Text(seconds, text);
    }
  }

  /** The text of a time. */
  public String format(long seconds, int nanos) {
    ByteArraySink out = new ByteArraySink(format.length() + 32);
    format(seconds, nanos, out);
    return out.toString();
  }

  /** The text of a time. */
  public String format(EventTime time) {
    return format(time.seconds(), time.nanos());
  }

  /** Whether the text tells times within one second apart. */
  public boolean hasSubsecond() {
    return subsecond;
  }

  /** The zone. */
  public Zone zone() {
    return zone;
  }

  /** The format as it was written. */
  @Override
  public String toString() {
    return format;
  }
}
