package io.millrace.plugins.syslog;

import io.millrace.api.Tag;
import java.util.List;

/**
 * What the number in front of a message means.
 *
 * <p>Source: RFC 5424, section 6.2.1, with the names that Fluentd gives.
 */
final class Priority {
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "at",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");

  private final Tag[] tags;

  /** With tags that begin with {@code tag}. */
  Priority(String tag) {
    tags = new Tag[(FACILITIES.size() + 1) * SEVERITIES.size()];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = Tag.of(tag + "." + facility(i) + "." + severity(i));
    }
  }

  /** The tag of messages of this priority. */
  Tag tag(long priority) {
    int severity = (int) (priority & 7);
    int facility = (int) Math.min(priority >> 3, FACILITIES.size());
    return tags[facility << 3 | severity];
  }

  /** Name of the facility; empty if it has none. */
  static String facility(long priority) {
    long facility = priority >> 3;
    return facility < FACILITIES.size() ? FACILITIES.get((int) facility) : "";
  }

  static String severity(long priority) {
    return SEVERITIES.get((int) (priority & 7));
  }
}
