package io.millrace.plugins.ruby;

import java.util.Random;

/**
 * Makes small expressions of a grammar: some fail, all are Ruby. It leaves out where JRuby is known
 * to differ from Ruby: floats of 17 and more digits, the remainder of a float by zero, rounding
 * {@code -(2 ** 63)}.
 */
final class RandomExpressions {

  private static final String[] INTEGERS = {"0", "1", "-1", "7", "record[\"n\"]", "100", "-13"};
  private static final String[] BIG = {"record[\"big\"]", "(2 ** 61 + 1)", "-(2 ** 67)"};
  private static final String[] FLOATS = {"0.5", "-2.25", "record[\"f\"]", "3.0", "1e-3"};
  private static final String[] TEXTS = {
    "\"\"",
    "\"a b\"",
    "record[\"s\"]",
    "tag",
    "'x,y,,z'",
    "\"Zoë\"",
    "record[\"nope\"].to_s",
    "\"12ab\""
  };
  private static final String[] LISTS = {
    "[]", "[3, 1, 2]", "tag_parts", "record[\"l\"]", "%w[b a c]", "[1, nil, 2.5]", "(1..4).to_a"
  };
  private static final String[] HASHES = {
    "record", "record[\"h\"]", "{}", "{\"k\" => 1, \"j\" => nil}"
  };
  private static final String[] INTEGER_METHODS = {
    ".abs", ".succ", ".pred", ".to_s.length", ".digits.sum", ".floor", ".ceil(-1)", ".round(-1)"
  };
  private static final String[] TEXT_METHODS = {
    ".upcase",
    ".downcase",
    ".capitalize",
    ".reverse",
    ".strip",
    ".chomp",
    ".swapcase",
    ".squeeze",
    ".sub(\"a\", \"b\")",
    ".gsub(/[a-m]/, \"*\")",
    ".gsub(/(.)(.)/, '\\2\\1')",
    ".tr(\"a-y\", \"b-z\")",
    ".delete(\"a\")",
    ".ljust(6, \".\")",
    ".rjust(6)",
    ".center(7, \"*\")",
    "[0, 3]",
    "[1..].to_s",
    "[-2..].to_s",
    "[/\\w+/].to_s",
    ".chars.sort.join",
    ".split(\",\").join(\"|\")",
    ".to_json",
    ".inspect",
    ".delete_prefix(\"a\")",
    ".delete_suffix(\"z\")",
    ".partition(\" \").last",
    ".chop",
    ".then { |t| t + t }",
    ".each_char.map { |c| c.ord % 7 }.join",
    ".scan(/[a-z]/).first.to_s"
  };
  private static final String[] LIST_METHODS = {
    ".reverse",
    ".compact",
    ".uniq",
    ".first(2)",
    ".last(2)",
    ".take(1)",
    ".drop(1)",
    ".to_a",
    ".map { |x| x.to_s }",
    ".map(&:to_s).sort",
    ".select { |x| x }",
    ".reject { |x| x.nil? }",
    ".each_slice(2).to_a",
    ".each_with_index.map { |x, i| [i, x] }",
    ".flatten",
    ".rotate",
    ".zip([9, 8])",
    ".partition { |x| x.to_s > \"1\" }",
    ".group_by { |x| x.class.to_s }.to_a",
    ".each_cons(2).to_a",
    ".tally.to_a",
    ".map.with_index(1) { |x, i| \"#{i}#{x}\" }",
    " + [1]",
    " - [1]",
    " & [1, 2]",
    " | [2, 5]",
    "[1..-1].to_a",
    ".sort_by { |x| x.to_s }",
    ".values_at(0, -1)"
  };
  private static final String[] OPERATORS = {" + ", " - ", " * ", " / ", " % "};
  private static final String[] FLOAT_OPERATORS = {" + ", " - ", " * "};
  private static final String[] COMPARISONS = {" == ", " != ", " < ", " >= ", " <=> "};

  private final Random random;

  RandomExpressions(long seed) {
    this.random = new Random(seed);
  }

  String next() {
    return switch (random.nextInt(13)) {
      case 0 -> number(3) + pick(COMPARISONS) + number(2);
      case 1 -> text(2) + pick(COMPARISONS) + text(2);
      case 2 -> list(3) + pick(new String[] {" == ", " <=> "}) + list(2);
      case 3 -> "(" + text(3) + " =~ /(\\w)(\\d?)/) ? [$1, $2] : " + number(1);
      case 4 -> "(" + number(3) + " rescue " + text(1) + ")";
      case 5 -> "\"#{" + number(2) + "}-#{" + text(2) + "}-#{" + list(2) + "}\"";
      case 6 -> hash(3);
      case 7 -> list(4);
      case 8 -> text(4);
      case 9 -> "x = " + list(2) + "; x.any? ? x.first : " + text(1);
      case 10 ->
          "\"%05d|%-6s|%.2f|%x\" % ["
              + integer(2)
              + ", "
              + text(1)
              + ", "
              + decimal(1)
              + ", "
              + integer(1)
              + "]";
      case 11 -> "(" + pick(BIG) + pick(OPERATORS) + integer(3) + ")" + pick(INTEGER_METHODS);
      default -> number(4);
    };
  }

  private String number(int depth) {
    return random.nextInt(3) == 0 ? decimal(depth) : integer(depth);
  }

  private String integer(int depth) {
    if (depth == 0) {
      return pick(INTEGERS);
    }
    return switch (random.nextInt(7)) {
      case 0 -> "(" + integer(depth - 1) + pick(OPERATORS) + integer(depth - 1) + ")";
      case 1 -> "(" + integer(depth - 1) + ")" + pick(INTEGER_METHODS);
      case 2 ->
          text(depth - 1) + pick(new String[] {".length", ".to_i", ".bytesize", ".count(\"a-c\")"});
      case 3 -> list(depth - 1) + pick(new String[] {".size", ".count", ".count { |v| v }"});
      case 4 -> "(" + decimal(depth - 1) + ").to_i";
      case 5 -> "(" + integer(depth - 1) + ").divmod(7).sum";
      default -> pick(INTEGERS);
    };
  }

  private String decimal(int depth) {
    if (depth == 0) {
      return pick(FLOATS);
    }
    return switch (random.nextInt(5)) {
      case 0 -> "(" + decimal(depth - 1) + pick(FLOAT_OPERATORS) + number(depth - 1) + ")";
      case 1 -> "(" + number(depth - 1) + ").to_f";
      case 2 -> "(" + decimal(depth - 1) + ").round(2)";
      case 3 -> "(" + integer(depth - 1) + ").fdiv(3)";
      default -> pick(FLOATS);
    };
  }

  private String text(int depth) {
    if (depth == 0) {
      return pick(TEXTS);
    }
    return switch (random.nextInt(6)) {
      case 0 -> "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
      case 1, 2, 3 -> text(depth - 1) + pick(TEXT_METHODS);
      case 4 ->
          list(depth - 1) + pick(new String[] {".join(\"-\")", ".inspect", ".to_s", ".to_json"});
      default -> "(" + integer(depth - 1) + ").to_s";
    };
  }

  private String list(int depth) {
    if (depth == 0) {
      return pick(LISTS);
    }
    return switch (random.nextInt(6)) {
      case 0 ->
          text(depth - 1)
              + pick(new String[] {".split(\",\")", ".chars", ".split", ".scan(/\\w/)", ".bytes"});
      case 1 ->
          hash(depth - 1)
              + pick(new String[] {".keys", ".values", ".to_a", ".map { |k, v| k.to_s }"});
      case 2 -> "[" + number(depth - 1) + ", " + text(depth - 1) + "]";
      default -> "(" + list(depth - 1) + ")" + pick(LIST_METHODS);
    };
  }

  private String hash(int depth) {
    if (depth == 0) {
      return pick(HASHES);
    }
    return switch (random.nextInt(7)) {
      case 0 -> hash(depth - 1) + ".merge({" + text(0) + " => " + number(depth - 1) + "})";
      case 1 -> hash(depth - 1) + ".select { |k, v| v }";
      case 2 -> hash(depth - 1) + ".reject { |k, v| k.to_s.length > 1 }";
      case 3 -> hash(depth - 1) + ".transform_values { |v| v.to_s }";
      case 4 -> hash(depth - 1) + ".sort_by { |k, v| k.to_s }.to_h";
      case 5 -> hash(depth - 1) + ".each_with_object({}) { |(k, v), h| h[k.to_s + \"_\"] = v }";
      default -> pick(HASHES);
    };
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
