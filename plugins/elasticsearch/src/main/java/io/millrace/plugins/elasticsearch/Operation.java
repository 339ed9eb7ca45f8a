package io.millrace.plugins.elasticsearch;

import java.util.Locale;
import java.util.Optional;

/** What is done with a document, and what that asks of it. */
enum Operation {
  /** Written, over one of the same {@code _id}. */
  INDEX("index", false),
  /** Written, unless there is one of the same {@code _id}. */
  CREATE("create", true),
  /** Changed; it must be there. */
  UPDATE("update", true),
  /** Changed, or written if it is not there. */
  UPSERT("update", true),
  /** Written as a new document, whose {@code _id} is not the record's to give. */
  ADD("create", false);

  private final String action;
  private final boolean needsId;

  Operation(String action, boolean needsId) {
    this.action = action;
    this.needsId = needsId;
  }

  /**
   * What to do for {@code write_operation}. A document without {@code id_key} is created under an
   * {@code _id} that we make, if we may: then a repeated delivery makes no second one.
   */
  static Operation of(WriteOperation wanted, Optional<String> idKey, boolean generateId) {
    return wanted == WriteOperation.INDEX && idKey.isEmpty() && generateId
        ? ADD
        : valueOf(wanted.name());
  }

  /** As a configuration writes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The operation of the action line. */
  String action() {
    return action;
  }

  /** Whether a record without {@code _id} cannot be sent. */
  boolean needsId() {
    return needsId;
  }

  /** Whether a document changes one that is there. */
  boolean updates() {
    return this == UPDATE || this == UPSERT;
  }
}
