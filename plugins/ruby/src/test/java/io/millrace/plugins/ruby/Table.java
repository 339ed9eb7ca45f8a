package io.millrace.plugins.ruby;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A table of expressions: one per line, what is expected behind {@code ==> }; {@code record: JSON}
 * sets the record of those after it, {@code #} starts a comment.
 */
final class Table {

  /**
   * A row.
   *
   * @param source the expression
   * @param record the record it sees, as JSON
   * @param expected what its value is shown as, or what it raises; empty if the table does not say
   */
  record Row(String source, String record, String expected) {}

  private Table() {}

  static List<Row> read(String file) {
    List<Row> rows = new ArrayList<>();
    String record = "{}";
    for (String line : lines(file)) {
      if (line.startsWith("record: ")) {
        record = line.substring("record: ".length());
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int arrow = line.lastIndexOf(" ==> ");
        rows.add(
            arrow < 0
                ? new Row(line, record, "")
                : new Row(line.substring(0, arrow), record, line.substring(arrow + 5)));
      }
    }
    return rows;
  }

  private static List<String> lines(String file) {
    try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
