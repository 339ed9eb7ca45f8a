package io.millrace.plugins.output.rewrite;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.RubyMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * The {@code tag} of a rule: text with {@code $1}, {@code ${tag}}, {@code ${tag_parts[n]}} and
 * {@code ${hostname}}. What is unknown stands for nothing; a warning says so. Immutable.
 */
final class TagTemplate {
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\$(?<group>\\d+)|\\$\\{[a-z_]+(?:\\[\\d+])?}|__[A-Z_]+__|__TAG_PARTS\\[\\d+]__");
  private static final Pattern PART =
      Pattern.compile("(?:\\$\\{tag_parts\\[|__TAG_PARTS\\[)(\\d{1,9})](?:}|__)");
  private static final Pattern RANGE =
      Pattern.compile("(?:\\$\\{tag_parts|__TAG_PARTS)\\[\\d*\\.\\.\\.?\\d*]");

  /** What a placeholder is filled with. */
  @FunctionalInterface
  private interface Part {
    void append(ShortTag tag, RubyMatcher match, ByteArraySink out);
  }

  private final List<Part> parts;
  private final boolean takesGroups;

  private TagTemplate(List<Part> parts, boolean takesGroups) {
    this.parts = List.copyOf(parts);
    this.takesGroups = takesGroups;
  }

  /** Whether {@code text} asks for several parts of the tag at once, which nobody fills in. */
  static boolean hasRange(String text) {
    return RANGE.matcher(text).find();
  }

  /**
   * Compiles {@code text}.
   *
   * @param groups whether {@code $1} means a group; else it is text
   * @param capitalize whether what a group matched gets a capital letter
   */
  static TagTemplate compile(String text, boolean groups, boolean capitalize, Logger log) {
    List<Part> parts = new ArrayList<>();
    boolean takesGroups = false;
    Matcher matcher = PLACEHOLDER.matcher(text);
    int from = 0;
    while (matcher.find()) {
      parts.add(literal(text.substring(from, matcher.start())));
      from = matcher.end();
      Optional<String> group = Optional.ofNullable(matcher.group("group"));
      if (group.isEmpty()) {
        parts.add(placeholder(matcher.group(), log));
      } else if (groups) {
        takesGroups = true;
        parts.add(group(group.get(), capitalize));
      } else {
        parts.add(literal(matcher.group()));
      }
    }
    parts.add(literal(text.substring(from)));
    return new TagTemplate(parts, takesGroups);
  }

  private static Part literal(String text) {
    ByteSlice bytes = ByteSlice.utf8(text);
    return (tag, match, out) -> out.write(bytes);
  }

  private static Part group(String digits, boolean capitalize) {
    int number = digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    return (tag, match, out) -> {
      if (number == 0 || number > match.regexp().groupCount()) {
        return;
      }
      ByteSlice found = match.group(number);
      out.write(capitalize ? capitalized(found) : found);
    };
  }

  private static ByteSlice capitalized(ByteSlice found) {
    String text = found.toString();
    if (text.isEmpty()) {
      return found;
    }
    int first = text.offsetByCodePoints(0, 1);
    return ByteSlice.utf8(
        text.substring(0, first).toUpperCase(Locale.ROOT)
            + text.substring(first).toLowerCase(Locale.ROOT));
  }

  private static Part placeholder(String text, Logger log) {
    if (text.equals("${tag}") || text.equals("__TAG__")) {
      return (tag, match, out) -> out.writeUtf8(tag.text());
    }
    if (text.equals("${hostname}") || text.equals("__HOSTNAME__")) {
      return (tag, match, out) -> out.writeUtf8(tag.hostname());
    }
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      return (tag, match, out) -> unknown(text, tag, log);
    }
    int index = Integer.parseInt(part.group(1));
    return (tag, match, out) ->
        tag.part(index).ifPresentOrElse(out::writeUtf8, () -> unknown(text, tag, log));
  }

  private static void unknown(String placeholder, ShortTag tag, Logger log) {
    log.warn("unknown placeholder found in the tag of a rule: {} tag=\"{}\"", placeholder, tag);
  }

  /** Whether the tag depends on what the pattern matched, not on the old tag alone. */
  boolean takesGroups() {
    return takesGroups;
  }

  /** Appends the new tag. */
  void write(ShortTag tag, RubyMatcher match, ByteArraySink out) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).append(tag, match, out);
    }
  }
}
