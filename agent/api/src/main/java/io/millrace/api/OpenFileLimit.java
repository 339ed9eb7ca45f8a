package io.millrace.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files and sockets this process may have open at once: the soft limit, which the JVM
 * raises to the hard one when it starts.
 */
public final class OpenFileLimit {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern LIMIT = Pattern.compile("Max open files\\s+(\\d{1,18})\\s.*");

  private OpenFileLimit() {}

  /** The limit; empty where there is none, or the system does not tell. */
  public static OptionalInt ofProcess() {
    try {
      return in(Files.readAllLines(LIMITS));
    } catch (IOException notLinux) {
      return OptionalInt.empty();
    }
  }

  /** The limit in the lines of {@code /proc/self/limits}. */
  static OptionalInt in(List<String> lines) {
    return lines.stream()
        .map(LIMIT::matcher)
        .filter(Matcher::matches)
        .mapToInt(found -> (int) Math.min(Integer.MAX_VALUE, Long.parseLong(found.group(1))))
        .findFirst();
  }
}
