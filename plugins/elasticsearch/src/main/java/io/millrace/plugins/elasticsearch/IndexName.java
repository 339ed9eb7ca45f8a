package io.millrace.plugins.elasticsearch;

import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.util.Locale;

/**
 * The index of records of one {@link Target}: a name, or a head and the record's date; always in
 * lower case. Not safe for use by several threads.
 */
final class IndexName {
  private final boolean dated;
  private final boolean utc;
  private final String head;
  private final Strftime utcDate;
  private final String dateFormat;
  private long lastSecond = Long.MIN_VALUE;
  private String last;

  IndexName(Target.Index index) {
    this.dated = index.dateFormat().isPresent();
    this.utc = index.utc();
    this.head = index.head();
    this.dateFormat = index.dateFormat().orElse("");
    this.utcDate = Strftime.of(dateFormat, Zone.utc());
    this.last = lower(head);
  }

  /** The index of all records, without {@code logstash_format}. */
  String undated() {
    return last;
  }

  /** The index of a record of this time, shown in {@code zone}. */
  String at(long seconds, int nanos, Zone zone) {
    if (!dated) {
      return last;
    }
    if (!utc) {
      return lower(head + Strftime.of(dateFormat, zone).format(seconds, nanos));
    }
    // Events of one second share the text, unless the date goes deeper than a second.
    if (seconds != lastSecond || utcDate.hasSubsecond()) {
      lastSecond = seconds;
      String name = lower(head + utcDate.format(seconds, nanos));
      last = name.equals(last) ? last : name;
    }
    return last;
  }

  /** As the server wants it. */
  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
