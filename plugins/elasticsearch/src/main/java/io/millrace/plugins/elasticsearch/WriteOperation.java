package io.millrace.plugins.elasticsearch;

import java.util.Locale;

/** What is done with a document, as {@code write_operation} says it. */
public enum WriteOperation {
  /** Written, over one of the same {@code _id}. */
  INDEX,
  /** Written, unless there is one of the same {@code _id}. */
  CREATE,
  /** Changed; it must be there. */
  UPDATE,
  /** Changed, or written if it is not there. */
  UPSERT;

  /** As a configuration writes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a record without {@code _id} cannot be sent. */
  boolean needsId() {
    return this != INDEX;
  }
}
