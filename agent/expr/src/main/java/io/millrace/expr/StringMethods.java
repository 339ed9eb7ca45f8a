package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Methods of strings. Methods that change a string in place are not supported. */
final class StringMethods {

  /** Characters a string may be repeated to. */
  private static final int MAX_LENGTH = 1 << 24;

  static final MethodTable<String> TABLE = build();

  private StringMethods() {}

  private static MethodTable<String> build() {
    MethodTable<String> table = new MethodTable<>("String");
    defineCase(table);
    defineConversions(table);
    defineQuestions(table);
    StringParts.define(table);
    definePatterns(table);
    return table;
  }

  private static void defineCase(MethodTable<String> table) {
    table
        .define("upcase", (self, args) -> self.toUpperCase(Locale.ROOT))
        .define("downcase", (self, args) -> self.toLowerCase(Locale.ROOT))
        .define("capitalize", (self, args) -> capitalize(self))
        .define("swapcase", (self, args) -> swapcase(self))
        .define("strip", (self, args) -> Texts.stripLeft(Texts.stripRight(self)))
        .define("lstrip", (self, args) -> Texts.stripLeft(self))
        .define("rstrip", (self, args) -> Texts.stripRight(self))
        .define(
            "chomp",
            0,
            1,
            (self, args) -> args.has(0) ? withoutSuffix(self, args.text(0)) : Texts.chomp(self))
        .define("chop", (self, args) -> Texts.slice(self, 0, Math.max(0, Texts.length(self) - 1)))
        .define("reverse", (self, args) -> Texts.reverse(self))
        .define(
            "squeeze",
            0,
            1,
            (self, args) ->
                CharacterSet.squeeze(
                    self,
                    args.has(0) ? Optional.of(new CharacterSet(args.text(0))) : Optional.empty()))
        .define("ljust", 1, 2, (self, args) -> self + padding(self, args, false))
        .define("rjust", 1, 2, (self, args) -> padding(self, args, false) + self)
        .define("center", 1, 2, (self, args) -> center(self, args))
        .define("+", 1, 1, (self, args) -> self + args.text(0))
        .define("*", 1, 1, StringMethods::repeat)
        .define("%", 1, 1, (self, args) -> Sprintf.format(self, args))
        .define("+@ -@", (self, args) -> self);
  }

  private static void defineConversions(MethodTable<String> table) {
    table
        .define("to_s to_str", (self, args) -> self)
        .define(
            "to_i", 0, 1, (self, args) -> Numbers.leadingInteger(self, (int) args.integer(0, 10)))
        .define("to_f", (self, args) -> Numbers.leadingFloat(self))
        .define("to_sym intern", (self, args) -> new RubySymbol(self))
        .define("hex", (self, args) -> Numbers.leadingInteger(self, 16))
        .define("oct", (self, args) -> Numbers.leadingInteger(self, 8))
        .define("ord", (self, args) -> ord(self))
        .define("bytes", (self, args) -> bytes(self))
        .define("chars", (self, args) -> Splitting.characters(self))
        .define("each_char", (self, args) -> eachOf(self, Splitting.characters(self), args))
        .define("lines", (self, args) -> Splitting.lines(self))
        .define("each_line", (self, args) -> eachOf(self, Splitting.lines(self), args))
        .define("force_encoding encode", 1, 4, StringMethods::encode)
        .define("scrub", 0, 1, (self, args) -> self)
        .define("dump", (self, args) -> Inspect.of(self));
    table.define("unpack1", 1, 1, StringMethods::unpack);
  }

  private static void defineQuestions(MethodTable<String> table) {
    table
        .define("length size", (self, args) -> (long) Texts.length(self))
        .define("bytesize", (self, args) -> (long) self.getBytes(StandardCharsets.UTF_8).length)
        .define("empty?", (self, args) -> self.isEmpty())
        .define("include?", 1, 1, (self, args) -> self.contains(args.text(0)))
        .define("start_with?", 0, 99, StringMethods::startsWith)
        .define("end_with?", 0, 99, StringMethods::endsWith)
        .define("valid_encoding?", (self, args) -> true)
        .define("ascii_only?", (self, args) -> self.chars().allMatch(c -> c < 0x80))
        .define(
            "casecmp",
            1,
            1,
            (self, args) ->
                (long)
                    Integer.signum(
                        Texts.compare(
                            self.toLowerCase(Locale.ROOT), args.text(0).toLowerCase(Locale.ROOT))))
        .define("casecmp?", 1, 1, (self, args) -> self.equalsIgnoreCase(args.text(0)))
        .define("count", 1, 1, (self, args) -> CharacterSet.count(self, args.text(0)));
  }

  private static void definePatterns(MethodTable<String> table) {
    table
        .define("sub", 1, 2, Replacement::first)
        .define("gsub", 1, 2, Replacement::all)
        .define(
            "tr",
            2,
            2,
            (self, args) -> CharacterSet.translate(self, args.text(0), args.text(1), false))
        .define(
            "tr_s",
            2,
            2,
            (self, args) -> CharacterSet.translate(self, args.text(0), args.text(1), true))
        .define("delete", 1, 1, (self, args) -> CharacterSet.delete(self, args.text(0)))
        .define("split", 0, 2, Splitting::split)
        .define("scan", 1, 1, Splitting::scan)
        .define("partition", 1, 1, Splitting::partition)
        .define("rpartition", 1, 1, Splitting::rpartition)
        .define(
            "match", 1, 1, (self, args) -> Regexps.matchOrNil(expression(args), self, args.frame()))
        .define("match?", 1, 1, (self, args) -> Regexps.matches(expression(args), self));
  }

  /** The pattern of {@code match}: unlike elsewhere, a string is compiled as an expression. */
  private static RubyRegexp expression(Args args) {
    return args.value(0) instanceof RubyRegexp regexp ? regexp : Regexps.compile(args.text(0), 0);
  }

  private static Object eachOf(String self, List<@Nullable Object> parts, Args args) {
    if (!args.hasBlock()) {
      return RubyEnumerator.over(parts);
    }
    parts.forEach(args.block()::call);
    return self;
  }

  private static String capitalize(String self) {
    int first = self.isEmpty() ? 0 : self.offsetByCodePoints(0, 1);
    return self.substring(0, first).toUpperCase(Locale.ROOT)
        + self.substring(first).toLowerCase(Locale.ROOT);
  }

  private static String swapcase(String self) {
    StringBuilder out = new StringBuilder(self.length());
    self.codePoints()
        .forEach(
            c ->
                out.appendCodePoint(
                    Character.isUpperCase(c)
                        ? Character.toLowerCase(c)
                        : Character.toUpperCase(c)));
    return out.toString();
  }

  static String withoutSuffix(String self, String suffix) {
    return self.endsWith(suffix) ? self.substring(0, self.length() - suffix.length()) : self;
  }

  private static String padding(String self, Args args, boolean half) {
    int missing = Math.max(0, args.index(0) - Texts.length(self));
    String pad = args.has(1) ? args.text(1) : " ";
    if (pad.isEmpty()) {
      throw ExpressionException.argumentError("zero width padding");
    }
    if (missing > MAX_LENGTH) {
      throw ExpressionException.argumentError("argument too big");
    }
    int wanted = half ? missing / 2 : missing;
    return Texts.slice(pad.repeat(wanted / Texts.length(pad) + 1), 0, wanted);
  }

  private static String center(String self, Args args) {
    String left = padding(self, args, true);
    return left + self + padding(left + self, args, false);
  }

  private static String repeat(String self, Args args) {
    long times = args.integer(0);
    if (times < 0 || times > MAX_LENGTH / Math.max(1, self.length())) {
      throw ExpressionException.argumentError(
          times < 0 ? "argument must be non-negative" : "argument too big");
    }
    return self.repeat((int) times);
  }

  private static Object ord(String self) {
    if (self.isEmpty()) {
      throw ExpressionException.argumentError("empty string");
    }
    return (long) self.codePointAt(0);
  }

  private static List<Object> bytes(String self) {
    List<Object> bytes = new ArrayList<>();
    for (byte b : self.getBytes(StandardCharsets.UTF_8)) {
      bytes.add((long) (b & 0xff));
    }
    return bytes;
  }

  /** Strings are UTF-8 here; any other encoding is refused rather than guessed. */
  private static String encode(String self, Args args) {
    String encoding = Inspect.text(args.value(0));
    if (encoding.equalsIgnoreCase("UTF-8")) {
      return self;
    }
    throw ExpressionException.unsupported("the encoding " + encoding);
  }

  private static String unpack(String self, Args args) {
    if (args.text(0).equals("H*")) {
      return HexFormat.of().formatHex(self.getBytes(StandardCharsets.UTF_8));
    }
    throw ExpressionException.unsupported("unpack1(" + args.text(0) + ")");
  }

  private static boolean startsWith(String self, Args args) {
    for (int i = 0; i < args.count(); i++) {
      if (args.value(i) instanceof RubyRegexp regexp) {
        if (Regexps.match(regexp, self, 0, args.frame()).filter(m -> m.begin() == 0).isPresent()) {
          return true;
        }
      } else if (self.startsWith(args.text(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWith(String self, Args args) {
    for (int i = 0; i < args.count(); i++) {
      if (self.endsWith(args.text(i))) {
        return true;
      }
    }
    return false;
  }
}
