package io.millrace.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used. Carries every problem that was found, not only the first.
 */
public final class ConfigException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** One thing that is wrong. */
  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param location {@code file:line}; empty when there is no file
   * @param parameter name of the parameter or section; empty when none is to blame
   * @param reason what is wrong, what was expected, and what to do
   */
  public record Problem(String location, String parameter, String reason) {
    /** {@code file:line: parameter: reason}, without the parts that are empty. */
    @Override
    public String toString() {
      return (location.isEmpty() ? "" : location + ": ")
          + (parameter.isEmpty() ? "" : parameter + ": ")
          + reason;
    }
  }

  /** All that is wrong; at least one problem. */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** One problem without a place; whoever knows the place adds it. */
  public ConfigException(String reason) {
    this(List.of(new Problem("", "", reason)));
  }

  /** What is wrong, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
