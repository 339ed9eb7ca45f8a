package io.millrace.engine.check;

import io.millrace.config.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment {@code # millrace:ignore CODE[, CODE]: REASON}: the user knows of what rules find in
 * the section or at the parameter below it.
 *
 * @param location where it stands
 * @param target the line below, comments and empty lines left out
 * @param codes of the rules
 * @param reason why; empty if it does not say
 */
record IgnoreComment(
    SourceLocation location, SourceLocation target, Set<String> codes, String reason) {
  private static final Pattern FORM =
      Pattern.compile("\\s*#\\s*millrace:ignore\\b([^:]*)(?::(.*))?");
  private static final Pattern NO_TARGET = Pattern.compile("\\s*(#.*)?");

  /** Those of one file, whose lines are {@code lines}. */
  static List<IgnoreComment> of(String file, List<String> lines) {
    List<IgnoreComment> comments = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = FORM.matcher(lines.get(i));
      if (matcher.matches()) {
        int below = i + 1;
        while (below < lines.size() && NO_TARGET.matcher(lines.get(below)).matches()) {
          below++;
        }
        String reason = matcher.group(2) == null ? "" : matcher.group(2).strip();
        comments.add(
            new IgnoreComment(
                new SourceLocation(file, i + 1),
                new SourceLocation(file, below + 1),
                codes(matcher.group(1)),
                reason));
      }
    }
    return comments;
  }

  private static Set<String> codes(String text) {
    Set<String> codes = new TreeSet<>(Arrays.asList(text.strip().split("[,\\s]+")));
    codes.remove("");
    return codes;
  }
}
