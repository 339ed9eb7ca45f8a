package io.millrace.expr;

import io.millrace.event.RegexpTimeoutException;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Matching as Ruby's string and regexp methods do it; sets the frame's last match. */
final class Regexps {

  /** Patterns of regular expressions without options that are not constants of an expression. */
  private static final BoundedCache<String, RubyRegexp> COMPILED =
      new BoundedCache<>(pattern -> RubyRegexp.of(pattern, 0));

  private Regexps() {}

  /** A search through one text, match after match. Works on bytes: the text is encoded once. */
  static final class Search {
    private final RubyMatcher matcher;
    private final byte[] text;
    private int at;

    Search(RubyRegexp regexp, String text) {
      this.matcher = regexp.matcher();
      this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    /** The next match behind the last one; an empty match moves on by one character. */
    Optional<RubyMatch> next() {
      if (at > text.length || !find()) {
        return Optional.empty();
      }
      at = matcher.end() > matcher.start() ? matcher.end() : afterCharacter(matcher.end());
      return Optional.of(match());
    }

    private boolean find() {
      try {
        return matcher.find(text, 0, text.length, at);
      } catch (RegexpTimeoutException e) {
        throw new ExpressionException("Regexp::TimeoutError", String.valueOf(e.getMessage()));
      }
    }

    private int afterCharacter(int position) {
      int next = position + 1;
      while (next < text.length && (text[next] & 0xc0) == 0x80) {
        next++;
      }
      return next;
    }

    private RubyMatch match() {
      int groups = matcher.regexp().groupCount() + 1;
      int[] begins = new int[groups];
      int[] ends = new int[groups];
      for (int i = 0; i < groups; i++) {
        begins[i] = matcher.start(i);
        ends[i] = matcher.end(i);
      }
      List<String> names = matcher.regexp().names();
      List<Integer> numbers = new ArrayList<>(names.size());
      for (int i = 0; i < names.size(); i++) {
        numbers.add(matcher.named(i));
      }
      return new RubyMatch(text, begins, ends, names, numbers);
    }

    String between(int from, int to) {
      return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    int length() {
      return text.length;
    }
  }

  /** A pattern argument as a regular expression: a string stands for itself. */
  static RubyRegexp pattern(@Nullable Object value) {
    if (value instanceof RubyRegexp regexp) {
      return regexp;
    }
    if (value instanceof String text) {
      return compile(quote(text), 0);
    }
    throw ExpressionException.typeError(
        "wrong argument type " + Values.className(value) + " (expected Regexp)");
  }

  static RubyRegexp compile(String pattern, int options) {
    try {
      return options == 0 ? COMPILED.get(pattern) : RubyRegexp.of(pattern, options);
    } catch (IllegalArgumentException e) {
      throw new ExpressionException("RegexpError", String.valueOf(e.getMessage()));
    }
  }

  /** Ruby's {@code Regexp.escape}. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        case '\f' -> quoted.append("\\f");
        case '\u000b' -> quoted.append("\\v");
        default -> quoted.append("[]{}()|-*.\\?+^$# ".indexOf(c) >= 0 ? "\\" + c : c);
      }
    }
    return quoted.toString();
  }

  /** The first match; also becomes the frame's last match. */
  static Optional<RubyMatch> match(RubyRegexp regexp, String text, int from, Frame frame) {
    Search search = new Search(regexp, text);
    search.at = from;
    Optional<RubyMatch> match = search.next();
    frame.setLastMatch(match);
    return match;
  }

  static @Nullable Object matchOrNil(RubyRegexp regexp, @Nullable Object text, Frame frame) {
    if (text == null) {
      frame.setLastMatch(Optional.empty());
      return null;
    }
    return match(regexp, subject(text), 0, frame).orElse(null);
  }

  /** {@code match?}, which leaves the last match alone. */
  static boolean matches(RubyRegexp regexp, @Nullable Object text) {
    return text != null && new Search(regexp, subject(text)).next().isPresent();
  }

  /** {@code =~}: where the first match starts, in characters; nil if there is none. */
  static @Nullable Object indexOf(RubyRegexp regexp, @Nullable Object text, Frame frame) {
    return matchOrNil(regexp, text, frame) instanceof RubyMatch match
        ? match.beginCharacter(0)
        : null;
  }

  private static String subject(Object text) {
    if (text instanceof String || text instanceof RubySymbol) {
      return text.toString();
    }
    throw Args.noConversion(text, "String");
  }

  static String toS(RubyRegexp regexp) {
    int options = regexp.options();
    String on =
        ((options & RubyRegexp.MULTILINE) != 0 ? "m" : "")
            + ((options & RubyRegexp.IGNORE_CASE) != 0 ? "i" : "")
            + ((options & RubyRegexp.EXTENDED) != 0 ? "x" : "");
    String off = "mix".replaceAll("[" + on + "-]", "");
    return "(?" + on + (off.isEmpty() ? "" : "-" + off) + ":" + regexp.source() + ")";
  }

  static String inspect(RubyRegexp regexp) {
    return regexp.toString();
  }
}
