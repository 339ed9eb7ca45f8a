package io.millrace.plugins.elasticsearch;

import java.util.Optional;

/**
 * Where an event goes and what is done with it there, with nothing left to fill in.
 *
 * @param type of documents, for servers that have types
 * @param targetIndexKey field that wins over {@code index}
 * @param targetTypeKey field that wins over {@code type}
 * @param tagKey field that takes the tag, where records get it
 */
record Target(
    Index index,
    String type,
    Optional<String> targetIndexKey,
    Optional<String> targetTypeKey,
    Timing timing,
    String tagKey,
    Operation operation,
    Meta meta) {
  /**
   * The index: a name, or a head with a date behind it.
   *
   * @param dateFormat as for Ruby's {@code strftime}; empty for an index without a date
   * @param utc whether the date is that of UTC
   */
  record Index(String head, Optional<String> dateFormat, boolean utc) {
    static Index undated(String name) {
      return new Index(name, Optional.empty(), true);
    }

    static Index dated(String head, String dateFormat, boolean utc) {
      return new Index(head, Optional.of(dateFormat), utc);
    }
  }

  /**
   * The {@code @timestamp}.
   *
   * @param stamps whether records get one
   * @param key field to take the time from
   * @param verbatim whether the {@code @timestamp} is what that field holds, as it stands
   * @param dates whether the time dates the index
   */
  record Timing(boolean stamps, Optional<String> key, boolean verbatim, boolean dates) {
    /** Whether times that records hold are understood, and reported if they cannot be. */
    boolean reads() {
      return dates || !verbatim;
    }
  }

  /** Fields that hold what goes into the action line. */
  record Meta(Optional<String> idKey, Optional<String> parentKey, Optional<String> routingKey) {}
}
