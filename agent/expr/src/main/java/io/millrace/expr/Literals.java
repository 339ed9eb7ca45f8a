package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes of literals. */
final class Literals {

  private Literals() {}

  /** The value of a number token. */
  static Object number(Token token) {
    String text = token.text().toLowerCase(Locale.ROOT);
    if (token.type() == Token.Type.FLOAT) {
      return Double.valueOf(text);
    }
    try {
      if (text.startsWith("0x")) {
        return Values.integer(new BigInteger(text.substring(2), 16));
      }
      if (text.startsWith("0b")) {
        return Values.integer(new BigInteger(text.substring(2), 2));
      }
      if (text.startsWith("0o")) {
        return Values.integer(new BigInteger(text.substring(2), 8));
      }
      boolean octal = text.length() > 1 && text.startsWith("0");
      return Values.integer(new BigInteger(text, octal ? 8 : 10));
    } catch (NumberFormatException e) {
      throw new InvalidRubyException("invalid number " + token.text(), token.position());
    }
  }

  /** A string of text and code. */
  static Node string(List<Node> parts) {
    Node[] all = parts.toArray(new Node[0]);
    return frame -> {
      StringBuilder text = new StringBuilder();
      for (Node part : all) {
        text.append(Inspect.text(part.eval(frame)));
      }
      return text.toString();
    };
  }

  static Node array(List<Node> elements) {
    Node[] all = elements.toArray(new Node[0]);
    return frame -> {
      List<@Nullable Object> list = new ArrayList<>(all.length);
      for (Node element : all) {
        list.add(element.eval(frame));
      }
      return list;
    };
  }

  /** A hash of keys and values, one after the other. */
  static Node hash(List<Node> keysAndValues) {
    Node[] all = keysAndValues.toArray(new Node[0]);
    return frame -> {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (int i = 0; i < all.length; i += 2) {
        map.put(all[i].eval(frame), all[i + 1].eval(frame));
      }
      return map;
    };
  }

  /** A regular expression; compiled now unless it holds code. */
  static Node regexp(List<Node> parts, boolean constant, Token token) {
    int options = 0;
    for (char flag : token.text().toCharArray()) {
      options |=
          switch (flag) {
            case 'i' -> RubyRegexp.IGNORE_CASE;
            case 'm' -> RubyRegexp.MULTILINE;
            case 'x' -> RubyRegexp.EXTENDED;
            case 'o', 'u' -> 0;
            default ->
                throw new UnsupportedRubyException(
                    "the regular expression option " + flag, token.position());
          };
    }
    if (!constant) {
      int given = options;
      Node source = string(parts);
      return frame -> Regexps.compile(Inspect.text(source.eval(frame)), given);
    }
    StringBuilder source = new StringBuilder();
    token.parts().forEach(part -> source.append(part.text()));
    try {
      return ControlFlow.constant(RubyRegexp.of(source.toString(), options));
    } catch (IllegalArgumentException e) {
      throw new InvalidRubyException(String.valueOf(e.getMessage()), token.position());
    }
  }
}
