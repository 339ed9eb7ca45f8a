package io.millrace.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jcodings.exception.JCodingsException;
import org.jcodings.specific.UTF8Encoding;
import org.joni.NameEntry;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Syntax;
import org.joni.WarnCallback;
import org.joni.exception.JOniException;

/**
 * A regular expression in Ruby's syntax (Onigmo), compiled once and searched for in UTF-8 bytes.
 * {@code ^} and {@code $} match at every line; option {@code m} lets a dot match a newline; once a
 * group has a name, plain parentheses do not capture. Immutable and safe for use by several
 * threads; each caller that wants the groups takes a {@link RubyMatcher} of its own.
 *
 * <p>Text that is not UTF-8 never makes a match fail with an error: a byte that belongs to no
 * character counts as a question mark, which is what Fluentd replaces it by.
 */
public final class RubyRegexp {
  /** Upper or lower case does not matter: Ruby's {@code i}. */
  public static final int IGNORE_CASE = Option.IGNORECASE;

  /** A dot matches a newline too: Ruby's {@code m}. */
  public static final int MULTILINE = Option.MULTILINE;

  /** Blanks and comments in the pattern mean nothing: Ruby's {@code x}. */
  public static final int EXTENDED = Option.EXTEND;

  /** How long one match may take unless {@link #withLimit} says otherwise. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(1);

  private final String source;
  private final int options;
  private final Regex regex;
  private final List<String> names;
  private final int[][] groupsOfNames;
  private final boolean literal;
  private final byte[] pattern;
  private final Duration limit;
  private final long limitNanos;
  private final boolean reusable;

  /** For {@link #find}: each thread's matcher, kept because a new one is garbage for each text. */
  private final ThreadLocal<RubyMatcher> finders =
      ThreadLocal.withInitial(() -> new RubyMatcher(this, false));

  private RubyRegexp(String source, int options) {
    this.source = source;
    this.options = options;
    this.pattern = UnicodeEscapes.expand(source).getBytes(StandardCharsets.UTF_8);
    this.regex = compile(source, pattern, options);
    this.limit = DEFAULT_LIMIT;
    this.limitNanos = limit.toNanos();
    this.reusable = ReusableSearch.suits(source);
    this.literal = options == 0 && isLiteral(source);
    List<String> found = new ArrayList<>();
    List<int[]> groups = new ArrayList<>();
    if (regex.numberOfNames() > 0) {
      Iterator<NameEntry> entries = regex.namedBackrefIterator();
      while (entries.hasNext()) {
        NameEntry entry = entries.next();
        found.add(
            new String(
                entry.name, entry.nameP, entry.nameEnd - entry.nameP, StandardCharsets.UTF_8));
        groups.add(entry.getBackRefs());
      }
    }
    this.names = Collections.unmodifiableList(found);
    this.groupsOfNames = groups.toArray(new int[0][]);
  }

  private RubyRegexp(RubyRegexp other, Duration limit) {
    this.source = other.source;
    this.options = other.options;
    this.pattern = other.pattern;
    this.regex = other.regex;
    this.names = other.names;
    this.groupsOfNames = other.groupsOfNames;
    this.literal = other.literal;
    this.limit = limit;
    this.limitNanos = limit.toNanos();
    this.reusable = other.reusable;
  }

  private static Regex compile(String source, byte[] pattern, int options) {
    try {
      return new Regex(
          pattern,
          0,
          pattern.length,
          options,
          UTF8Encoding.INSTANCE,
          Syntax.RUBY,
          WarnCallback.NONE);
    } catch (JOniException | JCodingsException e) {
      throw new IllegalArgumentException(
          "invalid regexp: " + e.getMessage() + ": /" + source + "/", e);
    }
  }

  /** Whether {@code source} has no character with a meaning, so that it is what it finds. */
  private static boolean isLiteral(String source) {
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c >= 0x80 || "\\^$.|?*+()[]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !source.isEmpty();
  }

  /**
   * A value of Fluentd's {@code regexp} type: {@code /pattern/} with {@code i} and {@code m} behind
   * it (other letters mean nothing), or the bare pattern.
   *
   * @throws IllegalArgumentException if a value that starts with a slash has none among its last
   *     three characters, or the pattern is no regular expression; the message says what is wrong
   */
  public static RubyRegexp parse(String text) {
    if (!text.startsWith("/")) {
      return of(text, 0);
    }
    int slash = text.lastIndexOf('/');
    if (slash < text.length() - 3) {
      throw new IllegalArgumentException("invalid regexp: missing right slash: " + text);
    }
    String letters = text.substring(slash + 1);
    int options =
        (letters.indexOf('i') >= 0 ? IGNORE_CASE : 0) | (letters.indexOf('m') >= 0 ? MULTILINE : 0);
    return of(slash == 0 ? "" : text.substring(1, slash), options);
  }

  /**
   * A pattern without slashes.
   *
   * @param options any of {@link #IGNORE_CASE}, {@link #MULTILINE}, {@link #EXTENDED}, added up
   * @throws IllegalArgumentException if it is no regular expression; the message says why
   */
  public static RubyRegexp of(String pattern, int options) {
    return new RubyRegexp(pattern, options);
  }

  /** The same expression with another time limit for each match. */
  public RubyRegexp withLimit(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("a regexp's time limit must be positive: " + limit);
    }
    return new RubyRegexp(this, limit);
  }

  /**
   * Whether the expression matches anywhere in {@code text}.
   *
   * @throws RegexpTimeoutException if that takes longer than the limit
   */
  public boolean find(ByteSlice text) {
    return find(text.array(), text.offset(), text.end());
  }

  /**
   * Whether the expression matches anywhere in {@code [from, to)}.
   *
   * @throws RegexpTimeoutException if that takes longer than the limit
   */
  public boolean find(byte[] a, int from, int to) {
    return literal ? contains(a, from, to) : finders.get().find(a, from, to);
  }

  private boolean contains(byte[] a, int from, int to) {
    byte first = pattern[0];
    int last = to - pattern.length;
    for (int at = from; at <= last; at++) {
      if (a[at] == first && startsAt(a, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean startsAt(byte[] a, int at) {
    for (int i = 1; i < pattern.length; i++) {
      if (a[at + i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }

  /** A matcher, to be kept by one caller and used for one text after another. */
  public RubyMatcher matcher() {
    return new RubyMatcher(this, true);
  }

  /** The names of the groups, in the order in which they first stand in the pattern. */
  public List<String> names() {
    return names;
  }

  /** Numbers of the groups that carry the name at {@code index} of {@link #names()}. */
  int[] groupsOfName(int index) {
    return groupsOfNames[index];
  }

  /** Number of capturing groups. */
  public int groupCount() {
    return regex.numberOfCaptures();
  }

  /** The pattern, without slashes. */
  public String source() {
    return source;
  }

  /** The options given, added up. */
  public int options() {
    return options;
  }

  /** How long one match may take. */
  public Duration limit() {
    return limit;
  }

  long limitNanos() {
    return limitNanos;
  }

  /** Whether a matcher may be used again for another text. */
  boolean isReusable() {
    return reusable;
  }

  Regex compiled() {
    return regex;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RubyRegexp that
        && source.equals(that.source)
        && options == that.options;
  }

  @Override
  public int hashCode() {
    return source.hashCode() * 31 + options;
  }

  /** The expression between slashes, with its options, as Ruby's {@code inspect} writes it. */
  @Override
  public String toString() {
    return "/"
        + source
        + "/"
        + ((options & MULTILINE) != 0 ? "m" : "")
        + ((options & IGNORE_CASE) != 0 ? "i" : "")
        + ((options & EXTENDED) != 0 ? "x" : "");
  }
}
