package io.millrace.engine.check;

import io.millrace.config.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of configuration files as they stand there. Reads each file once. */
final class SourceLines {

  private final Map<String, List<String>> files = new HashMap<>();

  /** The line of a place; empty if it is in no file that can be read. */
  String at(SourceLocation location) {
    List<String> lines = all(location.file());
    int index = location.line() - 1;
    return index >= 0 && index < lines.size() ? lines.get(index) : "";
  }

  /** All lines of a file; none if it cannot be read. */
  List<String> all(String file) {
    return files.computeIfAbsent(file, SourceLines::read);
  }

  private static List<String> read(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException | InvalidPathException e) { // inline text, a URL, another encoding
      return List.of();
    }
  }
}
