package io.millrace.plugins.filter.airflow;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.RecordPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Airflow names one try of a task, such as <code>
 * {dag_id}_{task_id}_{execution_date}_{try_number}
 * </code>. Immutable; safe for use by several threads.
 *
 * <p>A field that a version of Airflow does not write is replaced by the one that took its place,
 * for Airflow itself does the same when it asks for the lines.
 */
final class LogIdTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  /** What stands for a field that is missing or null. */
  private static final Map<String, List<String>> INSTEAD =
      Map.of(
          "execution_date", List.of("execution_date", "logical_date", "run_id"),
          "logical_date", List.of("logical_date", "execution_date", "run_id"));

  /** Text of a field that is missing or null, whatever stands for it too. */
  private static final Map<String, String> DEFAULTS = Map.of("map_index", "-1");

  /**
   * A text, or the first of some fields that has a value.
   *
   * @param text of this part; of a part with fields, that for when none has a value
   */
  private record Part(ByteSlice text, List<RecordPath> fields) {}

  private final List<Part> parts;

  private LogIdTemplate(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * The template {@code text}.
   *
   * @throws IllegalArgumentException if it has no field or a brace that is none of a field
   */
  static LogIdTemplate parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    int at = 0;
    while (place.find()) {
      addText(text, at, place.start(), parts);
      String name = place.group(1);
      parts.add(
          new Part(
              ByteSlice.utf8(DEFAULTS.getOrDefault(name, "")),
              INSTEAD.getOrDefault(name, List.of(name)).stream().map(RecordPath::ofKey).toList()));
      at = place.end();
    }
    if (at == 0) {
      throw wrong(text);
    }
    addText(text, at, text.length(), parts);
    return new LogIdTemplate(List.copyOf(parts));
  }

  private static void addText(String text, int from, int to, List<Part> parts) {
    String piece = text.substring(from, to);
    if (piece.indexOf('{') >= 0 || piece.indexOf('}') >= 0) {
      throw wrong(text);
    }
    if (!piece.isEmpty()) {
      parts.add(new Part(ByteSlice.utf8(piece), List.of()));
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "log_id_template "
            + text
            + ": expected names of fields in braces, such as"
            + " {dag_id}-{task_id}-{run_id}-{map_index}-{try_number}");
  }

  /** Appends the name of the try that {@code event} is a line of. */
  void write(EventView event, ByteArraySink out) {
    for (Part part : parts) {
      out.write(value(part, event));
    }
  }

  private static ByteSlice value(Part part, EventView event) {
    for (RecordPath field : part.fields()) {
      ByteSlice value = event.bytes(field);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return part.text();
  }
}
