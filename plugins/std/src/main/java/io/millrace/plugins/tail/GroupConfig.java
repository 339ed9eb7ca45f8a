package io.millrace.plugins.tail;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.event.RubyRegexp;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code <group>}: limits how many lines are read per period, by what is in a file's path.
 *
 * <p>Source: Fluentd's tail input, "group".
 */
public record GroupConfig(
    @Param(
            doc = "Regular expression whose named groups take a path apart.",
            def =
                "^/var/log/containers/(?<podname>[a-z0-9][-a-z0-9.]*)_(?<namespace>[^_]+)"
                    + "_(?<container>.+)-(?<docker_id>[a-z0-9]{64})\\.log$")
        RubyRegexp pattern,
    @Param(doc = "The period that limits count for.", def = "5") Duration ratePeriod,
    @Section(doc = "Which files, and how many lines.", required = true) List<Rule> rule) {

  /** {@code <rule>}: the limit of the files it matches. */
  public record Rule(
      @Param(
              doc = "Regular expressions for named groups of the pattern.",
              def = "namespace:/.*/,podname:/.*/")
          Map<String, RubyRegexp> match,
      @Param(doc = "Lines per period of all its files; -1 for any, 0 for none.", def = "-1")
          int limit) {
    /** A limit has to mean something. */
    public Rule {
      if (limit < GroupLimits.ANY) {
        throw new IllegalArgumentException(
            "limit " + limit + ": Metadata Group Limit >= DEFAULT_LIMIT, which is -1, is needed");
      }
      match = Map.copyOf(match);
    }
  }
}
