package io.millrace.expr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads case files: one case per line, its parts separated by {@code ==> }. */
final class Cases {

  private Cases() {}

  static List<String[]> read(String file) {
    try (InputStream in = Cases.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> line.split(" ==> ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
