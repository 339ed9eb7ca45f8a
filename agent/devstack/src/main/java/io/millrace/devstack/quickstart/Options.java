package io.millrace.devstack.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the command line asks for.
 *
 * @param duration how long the load runs; empty: until a signal comes
 * @param rate events per second, tailed and forwarded together
 * @param keep folder for everything the run writes, kept afterwards; empty: a temporary one
 * @param terminal whether to refresh the view in place
 */
record Options(Optional<Duration> duration, int rate, Optional<Path> keep, boolean terminal) {
  static final String USAGE =
      """
      usage: quickstart [option]...
        --duration TIME   stop by itself after TIME, such as 30s, 5m or 1h (default: at Ctrl-C)
        --rate N          events per second, half tailed and half forwarded (default: 400)
        --keep DIR        put logs, buffers and S3 objects into DIR and leave them there
        --help            show this
      """;

  private static final int MAX_RATE = 100_000;
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smh]?)");

  /** Nothing asked for. */
  static Options defaults() {
    return new Options(Optional.empty(), 400, Optional.empty(), false);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the option, its value, and what was expected
   */
  static Options read(String... arguments) {
    Options options = defaults();
    Queue<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String name = left.remove();
      options = name.equals("--terminal") ? options.inPlace() : options.with(name, left);
    }
    return options;
  }

  private Options inPlace() {
    return new Options(duration, rate, keep, true);
  }

  private Options with(String name, Queue<String> left) {
    return switch (name) {
      case "--duration" -> new Options(Optional.of(time(value(name, left))), rate, keep, terminal);
      case "--rate" -> new Options(duration, rate(value(name, left)), keep, terminal);
      case "--keep" ->
          new Options(
              duration, rate, Optional.of(Path.of(value(name, left)).toAbsolutePath()), terminal);
      default -> throw new IllegalArgumentException(name + ": unknown option");
    };
  }

  private static String value(String name, Queue<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(name + ": its value is missing");
    }
    return left.remove();
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    if (number == 0) {
      throw new IllegalArgumentException(
          "--duration: '" + text + "' is not a time above zero, such as 30s, 5m or 1h");
    }
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofSeconds(number);
    };
  }

  private static int rate(String text) {
    try {
      int rate = Integer.parseInt(text);
      if (rate >= 1 && rate <= MAX_RATE) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        "--rate: '" + text + "' is not a number of events per second from 1 to " + MAX_RATE);
  }
}
