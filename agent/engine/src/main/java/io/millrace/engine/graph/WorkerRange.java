package io.millrace.engine.graph;

import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The workers that a {@code <worker N>} or {@code <worker N-M>} section names, both included. */
record WorkerRange(int first, int last) {
  /** No worker at all. */
  static final WorkerRange NOBODY = new WorkerRange(0, -1);

  boolean contains(int worker) {
    return first <= worker && worker <= last;
  }

  int size() {
    return last - first + 1;
  }

  /** Reads the sections of one configuration, in order; problems are noted in Fluentd's words. */
  static final class Reader {
    private static final Pattern ARGUMENT = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");

    private final int workers;
    private final Diagnostics diagnostics;
    private final TreeSet<Integer> free = new TreeSet<>();

    Reader(int workers, Diagnostics diagnostics) {
      this.workers = workers;
      this.diagnostics = diagnostics;
      IntStream.range(0, workers).forEach(free::add);
    }

    Optional<WorkerRange> read(ConfigElement section) {
      String text = section.argument().strip();
      if (text.isEmpty()) {
        return problem(section, "Missing worker id on <worker> directive");
      }
      Matcher matcher = ARGUMENT.matcher(text);
      if (!matcher.matches()) {
        return problem(section, outside(text));
      }
      int first = Integer.parseInt(matcher.group(1));
      if (matcher.group(2) == null) {
        return first < workers
            ? Optional.of(new WorkerRange(first, first))
            : problem(section, outside(text));
      }
      return range(section, first, Integer.parseInt(matcher.group(2)));
    }

    private Optional<WorkerRange> range(ConfigElement section, int first, int last) {
      if (first > last) {
        return problem(
            section,
            "greater first_worker_id<%d> than last_worker_id<%d> specified by <worker> directive is not allowed. Available multi worker assign syntax is <smaller_worker_id>-<greater_worker_id>"
                .formatted(first, last));
      }
      if (last >= workers) {
        return problem(section, outside(Integer.toString(Math.max(first, workers))));
      }
      for (int id = first; id <= last; id++) {
        if (!free.remove(id)) {
          return problem(
              section,
              "specified worker_id<%d> collisions is detected on <worker> directive. Available worker id(s): %s"
                  .formatted(id, free));
        }
      }
      return Optional.of(new WorkerRange(first, last));
    }

    private String outside(String id) {
      return "worker id %s specified by <worker> directive is not allowed. Available worker id is between 0 and %d"
          .formatted(id, workers - 1);
    }

    private Optional<WorkerRange> problem(ConfigElement section, String reason) {
      diagnostics.problem(section.location(), "worker", reason);
      return Optional.empty();
    }
  }
}
