package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong and what is odd in a configuration, so that a user sees all of it at once.
 * For one thread.
 */
public final class Diagnostics {
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Something that makes the configuration unusable. */
  public void problem(SourceLocation location, String parameter, String reason) {
    problems.add(new Problem(location.toString(), parameter, reason));
  }

  /** What {@code error} says, at {@code location} unless it names its own place. */
  public void problem(SourceLocation location, RuntimeException error) {
    if (error instanceof ConfigException config) {
      for (Problem problem : config.problems()) {
        problems.add(
            problem.location().isEmpty()
                ? new Problem(location.toString(), problem.parameter(), problem.reason())
                : problem);
      }
    } else {
      problem(location, "", String.valueOf(error.getMessage()));
    }
  }

  /** Something that works and is probably not meant. */
  public void warn(SourceLocation location, String message) {
    warnings.add(location + ": " + message);
  }

  /** Whether anything makes the configuration unusable. */
  public boolean hasProblems() {
    return !problems.isEmpty();
  }

  /** What is odd, in the order it was found. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Ends the collecting.
   *
   * @throws ConfigException with every problem, if there is one
   */
  public void throwIfAny() {
    if (hasProblems()) {
      throw new ConfigException(problems);
    }
  }
}
