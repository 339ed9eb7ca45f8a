package io.millrace.plugins.tail;

import io.millrace.event.ByteSlice;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Finds the {@code <rule>} of a file: of those whose expressions all match, the one with the most
 * expressions. The files of a rule share its limit in equal parts.
 *
 * <p>Source: Fluentd's tail input, "group". Used by the thread of the input only.
 */
final class GroupLimits {
  /** The limit of what is not limited. */
  static final int ANY = -1;

  private final Optional<GroupConfig> config;
  private final List<Group> groups;
  private final Logger log;

  /** A rule and the number of files that share it. */
  static final class Group {
    private final GroupConfig.Rule rule;
    private int files;

    Group(GroupConfig.Rule rule) {
      this.rule = rule;
    }

    /** Lines per period of each file. */
    int share() {
      return rule.limit() <= 0 ? rule.limit() : Math.max(1, rule.limit() / Math.max(1, files));
    }

    private boolean matches(Map<String, ByteSlice> parts) {
      return rule.match().entrySet().stream()
          .allMatch(
              part -> part.getValue().find(parts.getOrDefault(part.getKey(), ByteSlice.EMPTY)));
    }

    void join() {
      files++;
    }

    void leave() {
      files--;
    }
  }

  GroupLimits(Optional<GroupConfig> config, Logger log) {
    this.config = config;
    this.log = log;
    this.groups =
        config.map(GroupConfig::rule).orElse(List.of()).stream()
            .sorted(
                Comparator.comparingInt((GroupConfig.Rule rule) -> rule.match().size()).reversed())
            .map(Group::new)
            .toList();
  }

  /** The budget of the file at {@code path}, which counts as a member of its group from now on. */
  LineBudget budget(String path) {
    if (config.isEmpty()) {
      return LineBudget.UNLIMITED;
    }
    Map<String, ByteSlice> parts = parts(config.get().pattern(), path);
    Optional<Group> group =
        parts.isEmpty()
            ? Optional.empty()
            : groups.stream().filter(candidate -> candidate.matches(parts)).findFirst();
    if (group.isEmpty()) {
      log.warn(
          "Cannot find group from metadata, Adding file in the default group: path=\"{}\"", path);
      return LineBudget.UNLIMITED;
    }
    return LineBudget.of(group.get(), config.get().ratePeriod());
  }

  /** What the named groups of {@code pattern} find in {@code path}. */
  private static Map<String, ByteSlice> parts(RubyRegexp pattern, String path) {
    Map<String, ByteSlice> parts = new HashMap<>();
    RubyMatcher matcher = pattern.matcher();
    if (matcher.find(ByteSlice.utf8(path))) {
      for (int i = 0; i < pattern.names().size(); i++) {
        int number = matcher.named(i);
        if (number >= 0) {
          parts.put(pattern.names().get(i), matcher.group(number));
        }
      }
    }
    return parts;
  }
}
