package io.millrace.plugins.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * What a process writes to its standard error, as lines of our log: at most {@value #LINES} in ten
 * seconds, each cut to {@value #WIDTH} bytes.
 */
final class ErrorLines {
  private static final int LINES = 50;
  private static final int WIDTH = 2048;
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final String command;
  private final Logger log;
  private final LogBudget budget = new LogBudget(LINES, PERIOD);
  private final byte[] line = new byte[WIDTH];
  private int length;

  ErrorLines(String command, Logger log) {
    this.command = command;
    this.log = log;
  }

  /** Logs all that comes until the stream ends or is closed. */
  void drain(InputStream in) {
    byte[] block = new byte[WIDTH];
    try (in) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        for (int i = 0; i < n; i++) {
          add(block[i]);
        }
      }
    } catch (IOException e) {
      log.debug("the standard error of a command ended: command={}", command, e);
    }
    flush();
  }

  private void add(byte value) {
    if (value == '\n') {
      flush();
    } else if (length < WIDTH) {
      line[length++] = value;
    }
  }

  private void flush() {
    String text = new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
    length = 0;
    if (text.isEmpty()) {
      return;
    }
    long left = budget.take();
    if (left >= 0) {
      log.warn("stderr of command: {}{} command=\"{}\"", text, LogBudget.note(left), command);
    }
  }
}
