package io.millrace.engine.check;

import io.millrace.config.ConfigElement;
import io.millrace.engine.route.MatchPattern;
import java.util.List;
import java.util.Set;

/**
 * {@code own-log-events-sent}: events of the agent's own log ({@code fluent.*}) that reach a
 * destination over the network by a catch-all; when it fails, each line about that is sent there
 * too.
 */
final class OwnLogEventsRule implements Rule {

  /** Types that cannot fail because of the network, or only hand events on. */
  private static final Set<String> LOCAL =
      Set.of("stdout", "null", "file", "relabel", "secondary_file", "exec");

  @Override
  public String code() {
    return "own-log-events-sent";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    if (config.hasLabel("@FLUENT_LOG")) {
      return;
    }
    List<ConfigElement> root = config.routes().getOrDefault("", List.of());
    for (ConfigElement match : root) {
      if (match.name().equals("match") && takes(match)) {
        if (!LOCAL.contains(match.type().orElse(""))) {
          findings.warn(
              this,
              match.location(),
              "<match "
                  + match.argument()
                  + "> also takes events of the agent's own log (fluent.warn and others) where"
                  + " those are emitted: while its destination fails, each line about that is one"
                  + " more event for it",
              "take them first: <match fluent.**> with @type null or stdout, or a <label"
                  + " @FLUENT_LOG>");
        }
        return;
      }
    }
  }

  private static boolean takes(ConfigElement match) {
    try {
      return MatchPattern.parse(match.argument()).matches("fluent.warn");
    } catch (IllegalArgumentException e) { // reported where the graph is built
      return false;
    }
  }
}
