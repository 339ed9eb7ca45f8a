package io.millrace.engine.route;

import io.millrace.event.ByteSlice;
import io.millrace.event.RubyRegexp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The argument of a {@code <match>} or {@code <filter>}: alternatives separated by white space,
 * each a glob or a {@code /regexp/}.
 *
 * <p>Source: Fluentd's match patterns ({@code GlobMatchPattern}); a glob becomes an anchored
 * regular expression.
 */
public final class MatchPattern {
  private final String text;
  private final List<Predicate<String>> alternatives;

  private MatchPattern(String text, List<Predicate<String>> alternatives) {
    this.text = text;
    this.alternatives = alternatives;
  }

  /**
   * Compiles a pattern; the empty text is {@code **}.
   *
   * @throws IllegalArgumentException if a regular expression is malformed
   */
  public static MatchPattern parse(String text) {
    String trimmed = text.strip();
    List<Predicate<String>> alternatives = new ArrayList<>();
    for (String alternative : (trimmed.isEmpty() ? "**" : trimmed).split("\\s+")) {
      alternatives.add(compile(alternative));
    }
    return new MatchPattern(trimmed.isEmpty() ? "**" : trimmed, alternatives);
  }

  private static Predicate<String> compile(String alternative) {
    if (alternative.equals("**")) {
      return tag -> true;
    }
    if (alternative.startsWith("/")) {
      if (alternative.length() < 2 || !alternative.endsWith("/")) {
        throw new IllegalArgumentException(
            "invalid match - regex: '" + alternative + "' must end with a slash");
      }
      RubyRegexp regexp =
          RubyRegexp.parse("\\A" + alternative.substring(1, alternative.length() - 1) + "\\Z");
      return tag -> regexp.find(ByteSlice.utf8(tag));
    }
    Pattern pattern = Pattern.compile("\\A" + glob(alternative) + "\\Z", Pattern.DOTALL);
    return tag -> pattern.matcher(tag).find();
  }

  /** The regular expression of one glob, without anchors. */
  private static String glob(String glob) {
    List<List<StringBuilder>> open = new ArrayList<>(); // alternatives of the braces we are in
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at);
      if (glob.startsWith("**", at)) {
        at += 2;
        if (at < glob.length() && glob.charAt(at) == '.') {
          out.append("(?:.*\\.|\\A)");
          at++;
        } else {
          out.append(".*");
        }
        continue;
      }
      if (c == '\\' && at + 1 < glob.length()) {
        out.append(Pattern.quote(glob.substring(at + 1, at + 2)));
        at += 2;
        continue;
      }
      at++;
      if (c == '*') {
        out.append("[^.]*");
      } else if (c == '.' && glob.startsWith("**", at)) {
        out.append("(?![^.])"); // the dot may be missing at the end: a.** also matches a
      } else if (c == '{') {
        List<StringBuilder> group = new ArrayList<>();
        group.add(out);
        open.add(group);
        out = new StringBuilder();
      } else if (c == ',' && !open.isEmpty()) {
        open.get(open.size() - 1).add(out);
        out = new StringBuilder();
      } else if (c == '}' && !open.isEmpty()) {
        out = closeBrace(open, out);
      } else {
        out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    while (!open.isEmpty()) {
      out = closeBrace(open, out);
    }
    return out.toString();
  }

  private static StringBuilder closeBrace(List<List<StringBuilder>> open, StringBuilder last) {
    List<StringBuilder> group = open.remove(open.size() - 1);
    group.add(last);
    String union =
        group.subList(1, group.size()).stream().collect(Collectors.joining("|", "(?:", ")"));
    return group.get(0).append(union);
  }

  /** Whether {@code tag} matches one of the alternatives. */
  public boolean matches(String tag) {
    for (Predicate<String> alternative : alternatives) {
      if (alternative.test(tag)) {
        return true;
      }
    }
    return false;
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
