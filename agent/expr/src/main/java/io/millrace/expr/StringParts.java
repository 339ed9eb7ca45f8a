package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Methods that find and cut out parts of a string: {@code []}, {@code index}. */
final class StringParts {

  private StringParts() {}

  /** Adds its methods. */
  static void define(MethodTable<String> table) {
    table
        .define("[] slice", 1, 2, StringParts::at)
        .define("index", 1, 2, StringParts::index)
        .define("rindex", 1, 1, (self, args) -> position(self, self.lastIndexOf(args.text(0))))
        .define(
            "delete_prefix",
            1,
            1,
            (self, args) ->
                self.startsWith(args.text(0)) ? self.substring(args.text(0).length()) : self)
        .define(
            "delete_suffix", 1, 1, (self, args) -> StringMethods.withoutSuffix(self, args.text(0)))
        .define("byteslice", 2, 2, StringParts::byteslice);
  }

  private static @Nullable Object at(String self, Args args) {
    Object index = args.value(0);
    int length = Texts.length(self);
    if (index instanceof RubyRegexp regexp) {
      return matched(self, regexp, args);
    }
    if (index instanceof String text) {
      return self.contains(text) ? text : null;
    }
    if (index instanceof RubyRange range) {
      int start = range.start(length);
      return start < 0 || start > length ? null : Texts.slice(self, start, range.count(length));
    }
    long wanted = args.integer(0);
    long start = wanted < 0 ? wanted + length : wanted;
    if (!args.has(1)) {
      return start < 0 || start >= length ? null : Texts.slice(self, (int) start, 1);
    }
    long count = args.integer(1);
    return start < 0 || start > length || count < 0
        ? null
        : Texts.slice(self, (int) start, (int) Math.min(count, length));
  }

  private static @Nullable Object matched(String self, RubyRegexp regexp, Args args) {
    RubyMatch match = Regexps.match(regexp, self, 0, args.frame()).orElse(null);
    if (match == null) {
      return null;
    }
    Object group = args.has(1) ? args.value(1) : 0L;
    return group instanceof Long number
        ? match.group(Math.toIntExact(number))
        : match.group(args.name(1));
  }

  private static @Nullable Object index(String self, Args args) {
    long offset = args.integer(1, 0);
    long from = offset < 0 ? offset + Texts.length(self) : offset;
    if (from < 0 || from > Texts.length(self)) {
      return null;
    }
    int skipped = self.offsetByCodePoints(0, (int) from);
    if (args.value(0) instanceof RubyRegexp regexp) {
      int bytes = self.substring(0, skipped).getBytes(StandardCharsets.UTF_8).length;
      return Regexps.match(regexp, self, bytes, args.frame())
          .map(match -> match.beginCharacter(0))
          .orElse(null);
    }
    return position(self, self.indexOf(args.text(0), skipped));
  }

  private static @Nullable Object position(String self, int at) {
    return at < 0 ? null : (Object) (long) self.codePointCount(0, at);
  }

  private static @Nullable Object byteslice(String self, Args args) {
    byte[] bytes = self.getBytes(StandardCharsets.UTF_8);
    int start = args.index(0) < 0 ? args.index(0) + bytes.length : args.index(0);
    if (start < 0 || start > bytes.length || args.integer(1) < 0) {
      return null;
    }
    int count = (int) Math.min(args.integer(1), bytes.length - start);
    return new String(bytes, start, count, StandardCharsets.UTF_8);
  }
}
