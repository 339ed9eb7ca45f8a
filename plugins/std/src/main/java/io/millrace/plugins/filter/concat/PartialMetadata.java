package io.millrace.plugins.filter.concat;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.List;

/**
 * {@code use_partial_metadata}: Docker's log drivers number the parts of a text; they are joined in
 * the order of their numbers when the last has come.
 *
 * @param marker field that only parts have
 * @param fields all fields that say how to join, for taking them out
 * @param keep whether they stay in the joined record
 */
record PartialMetadata(
    RecordPath marker,
    RecordPath id,
    RecordPath ordinal,
    RecordPath last,
    List<RecordPath> fields,
    boolean keep)
    implements ConcatMode {
  private static final ByteSlice TRUE = ByteSlice.utf8("true");

  /**
   * Of a value of {@code partial_metadata_format}.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  static PartialMetadata of(String format, boolean keep) {
    switch (format) {
      case "docker-fluentd" -> {
        return named("partial_", "message", "id", "ordinal", "last", keep, false);
      }
      case "docker-journald" -> {
        return named("CONTAINER_PARTIAL_", "MESSAGE", "ID", "ORDINAL", "LAST", keep, true);
      }
      case "docker-journald-lowercase" -> {
        return named("container_partial_", "message", "id", "ordinal", "last", keep, true);
      }
      default ->
          throw new IllegalArgumentException(
              "partial_metadata_format: valid options are docker-fluentd,docker-journald,"
                  + "docker-journald-lowercase but got "
                  + format);
    }
  }

  private static PartialMetadata named(
      String prefix,
      String message,
      String id,
      String ordinal,
      String last,
      boolean keep,
      boolean journald) {
    RecordPath messagePath = RecordPath.ofKey(prefix + message);
    RecordPath idPath = RecordPath.ofKey(prefix + id);
    RecordPath ordinalPath = RecordPath.ofKey(prefix + ordinal);
    RecordPath lastPath = RecordPath.ofKey(prefix + last);
    return new PartialMetadata(
        journald ? idPath : messagePath, // journald's driver marks the last part by its id only
        idPath,
        ordinalPath,
        lastPath,
        List.of(messagePath, idPath, ordinalPath, lastPath),
        keep);
  }

  @Override
  public boolean takes(EventView event) {
    return event.has(marker);
  }

  @Override
  public ByteSlice groupId(EventView event) {
    return event.bytes(id);
  }

  @Override
  public void take(EventView event, ByteSlice text, Group group, Out out) {
    group.add(event, text, number(event.bytes(ordinal)));
    if (event.bytes(last).equals(TRUE)) {
      out.join(group, event);
    }
  }

  /** The digits in front, as Ruby's {@code to_i}. */
  private static long number(ByteSlice text) {
    long number = 0;
    for (int i = 0; i < Math.min(text.length(), 18); i++) {
      int digit = text.at(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  @Override
  public void clean(RecordEditor record) {
    if (!keep) {
      fields.forEach(record::remove);
    }
  }
}
