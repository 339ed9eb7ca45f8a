package io.millrace.engine.check;

import io.millrace.config.ConfigElement;
import io.millrace.config.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the user wants to hear no more of: rules that the command line names, and rules at one place
 * that an {@link IgnoreComment} above it names. Errors are told in any case. A comment that says no
 * reason, or leaves nothing out, is itself a finding.
 */
final class Ignored {
  /** Code of findings about comments. */
  static final String CODE = "ignore-comment";

  private final Set<String> everywhere;
  private final List<IgnoreComment> comments = new ArrayList<>();
  private final Set<IgnoreComment> used = new HashSet<>();

  /** The lines that a place lies in: its own, and those where the sections around it begin. */
  private final Map<String, Set<SourceLocation>> around = new HashMap<>();

  /**
   * Of a configuration.
   *
   * @param everywhere codes that are left out wherever they are found
   */
  Ignored(ConfigElement root, SourceLines lines, Set<String> everywhere) {
    this.everywhere = everywhere;
    Set<String> files = new LinkedHashSet<>();
    place(root, Set.of(), files);
    for (String file : files) {
      comments.addAll(IgnoreComment.of(file, lines.all(file)));
    }
  }

  private void place(ConfigElement element, Set<SourceLocation> outside, Set<String> files) {
    Set<SourceLocation> sections = add(element.location(), outside, files);
    element.parameters().forEach(parameter -> add(parameter.location(), sections, files));
    element.children().forEach(child -> place(child, sections, files));
  }

  private Set<SourceLocation> add(
      SourceLocation place, Set<SourceLocation> outside, Set<String> files) {
    Set<SourceLocation> all = new HashSet<>(outside);
    all.add(place);
    around.computeIfAbsent(place.toString(), any -> new HashSet<>()).addAll(all);
    files.add(place.file());
    return all;
  }

  /** Those of {@code findings} that are to be told, and what is to be said of comments. */
  List<Finding> told(List<Finding> findings) {
    List<Finding> told = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.severity() == Finding.Severity.ERROR || !isLeftOut(finding)) {
        told.add(finding);
      }
    }
    if (!everywhere.contains(CODE)) {
      comments.stream()
          .filter(comment -> !used.contains(comment))
          .forEach(comment -> told.add(odd(comment)));
    }
    return told;
  }

  private boolean isLeftOut(Finding finding) {
    boolean leftOut = everywhere.contains(finding.code());
    Set<SourceLocation> places = around.getOrDefault(finding.location(), Set.of());
    for (IgnoreComment comment : comments) {
      if (!comment.reason().isEmpty()
          && comment.codes().contains(finding.code())
          && places.contains(comment.target())) {
        used.add(comment);
        leftOut = true;
      }
    }
    return leftOut;
  }

  private static Finding odd(IgnoreComment comment) {
    boolean reason = !comment.reason().isEmpty();
    return new Finding(
        Finding.Severity.WARNING,
        CODE,
        comment.location().toString(),
        reason
            ? "nothing is found below this comment that it leaves out: "
                + String.join(", ", comment.codes())
            : "this comment gives no reason, so that nothing is left out",
        reason
            ? "remove it, or correct the code of the rule"
            : "write it as # millrace:ignore CODE: REASON");
  }
}
