package io.millrace.plugins.tail;

import io.millrace.api.Tag;
import java.util.regex.Pattern;

/**
 * The {@code tag} of a tail: its first {@code *} stands for the path with dots for slashes.
 *
 * <p>Source: Fluentd's tail input, "tag".
 */
final class TagPattern {
  private static final Pattern DOTS = Pattern.compile("\\.+");

  private final String prefix;
  private final String suffix;
  private final boolean constant;

  /** The pattern {@code tag}; text after a second {@code *} means nothing. */
  TagPattern(String tag) {
    int star = tag.indexOf('*');
    constant = star < 0;
    if (constant) {
      prefix = tag;
      suffix = "";
    } else {
      int second = tag.indexOf('*', star + 1);
      prefix = tag.substring(0, star);
      suffix = tag.substring(star + 1, second < 0 ? tag.length() : second);
    }
  }

  /** The tag of the lines of {@code path}. */
  Tag of(String path) {
    if (constant) {
      return Tag.of(prefix);
    }
    String dotted = DOTS.matcher(path.replace('/', '.')).replaceAll(".");
    return Tag.of(prefix + (dotted.startsWith(".") ? dotted.substring(1) : dotted) + suffix);
  }
}
