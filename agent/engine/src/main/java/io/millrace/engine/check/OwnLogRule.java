package io.millrace.engine.check;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code own-log-ingested}: a {@code tail} whose pattern takes in the agent's own log, so that a
 * line about a failure is an event that fails again.
 */
final class OwnLogRule implements Rule {

  private static final List<String> CONTAINER_LOGS =
      List.of("/var/log/containers/*", "/var/log/pods/*", "/var/lib/docker/containers/*");
  private static final Pattern AGENT = Pattern.compile("fluent|millrace|log-?agent|collector");

  @Override
  public String code() {
    return "own-log-ingested";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    Optional<String> log = config.system().log().path().filter(path -> !path.equals("-"));
    for (CheckedSection input : config.sections("input")) {
      if (!input.type().equals("tail")) {
        continue;
      }
      String delimiter = input.text("path_delimiter").orElse(",");
      for (String path : input.text("path").orElse("").split(Pattern.quote(delimiter))) {
        check(input, path.strip(), log, findings);
      }
    }
  }

  private void check(CheckedSection input, String path, Optional<String> log, Findings findings) {
    String excluded = input.text("exclude_path").orElse("");
    if (log.isPresent() && matches(path, log.get()) && !excluded.contains(log.get())) {
      findings.warn(
          this,
          input.location("path"),
          "'"
              + path
              + "' takes in this agent's own log, "
              + log.get()
              + ": a line about an event"
              + " becomes an event, and so on without end",
          "put the log elsewhere, or add it to exclude_path");
    }
    boolean containers = CONTAINER_LOGS.stream().anyMatch(logs -> path.startsWith(root(logs)));
    if (containers && path.contains("*") && !AGENT.matcher(path + excluded).find()) {
      findings.warn(
          this,
          input.location("path"),
          "'"
              + path
              + "' takes in the log of every container of the node; if the agent runs in"
              + " one of them, also its own: a line about an event becomes an event, and so on"
              + " without end",
          "exclude the agent's own container, for example exclude_path"
              + " [\"/var/log/containers/*millrace*.log\"]");
    }
  }

  private static String root(String pattern) {
    return pattern.substring(0, pattern.length() - 1);
  }

  private static boolean matches(String pattern, String file) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(file));
    } catch (IllegalArgumentException e) { // no pattern, or no path, of this system
      return pattern.equals(file);
    }
  }
}
