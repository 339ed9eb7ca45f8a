package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The set of characters written as {@code a-z}, {@code ^0-9}: the argument of {@code tr}. */
final class CharacterSet {

  private final List<Integer> characters = new ArrayList<>();
  private final boolean negated;

  CharacterSet(String text) {
    int[] points = text.codePoints().toArray();
    negated = points.length > 1 && points[0] == '^';
    int at = negated ? 1 : 0;
    while (at < points.length) {
      if (points[at] == '\\' && at + 1 < points.length) {
        at++;
      } else if (at + 2 < points.length && points[at + 1] == '-') {
        addRange(points[at], points[at + 2]);
        at += 3;
        continue;
      }
      characters.add(points[at++]);
    }
  }

  private void addRange(int first, int last) {
    if (first > last) {
      throw ExpressionException.argumentError(
          "invalid range \""
              + Character.toString(first)
              + "-"
              + Character.toString(last)
              + "\" in string transliteration");
    }
    for (int c = first; c <= last; c++) {
      characters.add(c);
    }
  }

  boolean contains(int character) {
    return characters.contains(character) != negated;
  }

  static String translate(String text, String from, String to, boolean squeeze) {
    CharacterSet wanted = new CharacterSet(from);
    List<Integer> target = new CharacterSet(to.startsWith("^") ? "\\" + to : to).characters;
    StringBuilder out = new StringBuilder(text.length());
    int last = -1;
    for (int c : text.codePoints().toArray()) {
      if (!wanted.contains(c)) {
        out.appendCodePoint(c);
        last = -1;
        continue;
      }
      int index = wanted.negated ? Integer.MAX_VALUE : wanted.characters.lastIndexOf(c);
      if (target.isEmpty()) {
        continue;
      }
      int replacement = target.get(Math.min(index, target.size() - 1));
      if (!squeeze || replacement != last) {
        out.appendCodePoint(replacement);
      }
      last = replacement;
    }
    return out.toString();
  }

  static String delete(String text, String set) {
    return translate(text, set, "", false);
  }

  static long count(String text, String set) {
    CharacterSet wanted = new CharacterSet(set);
    return text.codePoints().filter(wanted::contains).count();
  }

  /** Leaves one of several equal neighbours, of all characters or of those in the set. */
  static String squeeze(String text, Optional<CharacterSet> set) {
    StringBuilder out = new StringBuilder(text.length());
    int last = -1;
    for (int c : text.codePoints().toArray()) {
      if (c != last || set.isPresent() && !set.get().contains(c)) {
        out.appendCodePoint(c);
      }
      last = c;
    }
    return out.toString();
  }
}
