package io.millrace.engine.check;

import io.millrace.config.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/** Collects what rules find. For one thread. */
final class Findings {

  private final List<Finding> all = new ArrayList<>();

  /** Something that works and is probably not meant. */
  void warn(Rule rule, SourceLocation location, String message, String advice) {
    all.add(
        new Finding(Finding.Severity.WARNING, rule.code(), location.toString(), message, advice));
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
