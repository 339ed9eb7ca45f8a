package io.millrace.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a child process hear SIGHUP even where this one was started with it ignored, as {@code
 * nohup} does: a signal that was ignored at the start can be caught neither by a shell nor by the
 * JVM.
 */
final class HeardSignals {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";
  private static final long HUP = 1;

  private HeardSignals() {}

  /** The command, under {@code env --default-signal} of GNU coreutils where that is needed. */
  static List<String> command(List<String> command) {
    List<String> line = new ArrayList<>();
    if (isHangupIgnored()) {
      line.addAll(List.of("env", "--default-signal=HUP"));
    }
    line.addAll(command);
    return line;
  }

  private static boolean isHangupIgnored() {
    try {
      return Files.exists(STATUS)
          && Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith(IGNORED))
              .anyMatch(
                  line ->
                      (Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16) & HUP)
                          != 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
