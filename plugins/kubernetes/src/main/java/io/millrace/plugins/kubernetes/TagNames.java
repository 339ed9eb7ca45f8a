package io.millrace.plugins.kubernetes;

import io.millrace.api.Tag;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.util.Optional;

/** Finds the names of a container in a tag. Safe for use by several threads. */
final class TagNames {
  private final RubyRegexp pattern;

  TagNames(RubyRegexp pattern) {
    this.pattern = pattern;
  }

  /** The container that {@code tag} names; empty if the expression does not match. */
  Optional<ContainerName> of(Tag tag) {
    RubyMatcher matcher = pattern.matcher();
    if (!matcher.find(tag.utf8())) {
      return Optional.empty();
    }
    return Optional.of(
        new ContainerName(
            group(matcher, "namespace"),
            group(matcher, "pod_name"),
            group(matcher, "container_name"),
            group(matcher, "docker_id"),
            group(matcher, "pod_uuid")));
  }

  private String group(RubyMatcher matcher, String name) {
    int index = pattern.names().indexOf(name);
    int number = index < 0 ? -1 : matcher.named(index);
    return number < 0 ? "" : matcher.group(number).toString();
  }
}
