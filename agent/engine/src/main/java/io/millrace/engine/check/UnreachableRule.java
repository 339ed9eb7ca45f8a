package io.millrace.engine.check;

import io.millrace.config.ConfigElement;
import io.millrace.engine.route.MatchPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code unreachable}: a filter or match behind a match that takes all its tags: the first match
 * ends a tag's way.
 */
final class UnreachableRule implements Rule {

  @Override
  public String code() {
    return "unreachable";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (List<ConfigElement> route : config.routes().values()) {
      List<ConfigElement> before = new ArrayList<>();
      for (ConfigElement element : route) {
        before.stream()
            .filter(match -> covers(match.argument(), element.argument()))
            .findFirst()
            .ifPresent(match -> report(match, element, findings));
        if (element.name().equals("match")) {
          before.add(element);
        }
      }
    }
  }

  private void report(ConfigElement match, ConfigElement element, Findings findings) {
    findings.warn(
        this,
        element.location(),
        "<"
            + element.name()
            + " "
            + element.argument()
            + "> gets no events: <match "
            + match.argument()
            + "> at "
            + match.location()
            + " takes all its tags before",
        "move it in front of that match; to send events to both, use @type copy there");
  }

  /** Whether every tag of {@code later} is one of {@code earlier}, as far as patterns show it. */
  private static boolean covers(String earlier, String later) {
    return alternatives(later).stream()
        .allMatch(
            pattern -> alternatives(earlier).stream().anyMatch(cover -> coversOne(cover, pattern)));
  }

  private static List<String> alternatives(String argument) {
    String text = argument.isBlank() ? "**" : argument.strip();
    return List.of(text.split("\\s+"));
  }

  private static boolean coversOne(String cover, String pattern) {
    if (cover.equals("**") || cover.equals(pattern)) {
      return true;
    }
    if (isLiteral(pattern)) {
      return parsed(cover).filter(glob -> glob.matches(pattern)).isPresent();
    }
    String prefix = cover.endsWith(".**") ? cover.substring(0, cover.length() - 2) : "";
    return !prefix.isEmpty() && isLiteral(prefix) && pattern.startsWith(prefix);
  }

  private static boolean isLiteral(String pattern) {
    return pattern.chars().noneMatch(c -> "*{}/\\,".indexOf(c) >= 0);
  }

  private static Optional<MatchPattern> parsed(String pattern) {
    try {
      return Optional.of(MatchPattern.parse(pattern));
    } catch (IllegalArgumentException e) { // reported where the graph is built
      return Optional.empty();
    }
  }
}
