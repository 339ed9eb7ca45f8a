package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code sub} and {@code gsub}: by a text with back-references, by a hash, by a block. */
final class Replacement {

  private final RubyRegexp pattern;
  private final Args args;
  private final boolean all;

  private Replacement(Args args, boolean all) {
    this.pattern = Regexps.pattern(args.value(0));
    this.args = args;
    this.all = all;
    if (args.has(1) && !(args.value(1) instanceof String) && !(args.value(1) instanceof Map)) {
      throw Args.noConversion(args.value(1), "String");
    }
  }

  static String first(String text, Args args) {
    return new Replacement(args, false).apply(text);
  }

  static String all(String text, Args args) {
    return new Replacement(args, true).apply(text);
  }

  private String apply(String text) {
    Regexps.Search search = new Regexps.Search(pattern, text);
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    Optional<RubyMatch> found = search.next();
    args.frame().setLastMatch(found);
    while (found.isPresent()) {
      RubyMatch match = found.get();
      out.append(search.between(copied, match.begin()));
      append(match, out);
      copied = match.end();
      found = all ? search.next() : Optional.empty();
    }
    return out.append(search.between(copied, search.length())).toString();
  }

  private void append(RubyMatch match, StringBuilder out) {
    Object by = args.value(1);
    if (by instanceof String template) {
      expand(template, match, out);
    } else if (by instanceof Map<?, ?> map) {
      out.append(Inspect.text(map.get(match.text())));
    } else {
      args.frame().setLastMatch(Optional.of(match));
      out.append(Inspect.text(args.block().call(match.text())));
    }
  }

  private static void expand(String template, RubyMatch match, StringBuilder out) {
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '\\' || i + 1 == template.length()) {
        out.append(c);
        continue;
      }
      char reference = template.charAt(++i);
      if (reference == 'k' && i + 1 < template.length() && template.charAt(i + 1) == '<') {
        int end = template.indexOf('>', i);
        out.append(orEmpty(match.group(template.substring(i + 2, end))));
        i = end;
      } else if (Character.isDigit(reference)) {
        out.append(orEmpty(match.group(reference - '0')));
      } else {
        out.append(
            switch (reference) {
              case '&' -> match.text();
              case '`' -> match.before();
              case '\'' -> match.after();
              case '\\' -> "\\";
              default -> "\\" + reference;
            });
      }
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
