package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cutting strings up: {@code split}, {@code scan}, {@code partition}, {@code lines}. */
final class Splitting {

  private static final RubyRegexp BLANKS = RubyRegexp.of("\\s+", 0);

  private Splitting() {}

  static List<@Nullable Object> split(String self, Args args) {
    args.refuseBlock("split");
    Object separator = args.value(0);
    long limit = args.integer(1, 0);
    boolean blanks = separator == null || " ".equals(separator);
    List<@Nullable Object> parts = new ArrayList<>();
    if (self.isEmpty()) {
      return parts;
    }
    cut(
        blanks ? Texts.stripLeft(self) : self,
        blanks ? BLANKS : Regexps.pattern(separator),
        limit,
        parts);
    if (limit == 0) {
      while (!parts.isEmpty() && "".equals(parts.get(parts.size() - 1))) {
        parts.remove(parts.size() - 1);
      }
    }
    return parts;
  }

  private static void cut(
      String text, RubyRegexp pattern, long limit, List<@Nullable Object> parts) {
    Regexps.Search search = new Regexps.Search(pattern, text);
    int from = 0;
    Optional<RubyMatch> found = search.next();
    while (found.isPresent() && (limit <= 0 || parts.size() < limit - 1)) {
      RubyMatch match = found.get();
      boolean empty = match.begin() == match.end();
      if (!(empty && (match.begin() == from || match.begin() >= search.length()))) {
        parts.add(search.between(from, match.begin()));
        parts.addAll(match.captures());
        from = match.end();
      }
      found = search.next();
    }
    parts.add(search.between(from, search.length()));
  }

  static Object scan(String self, Args args) {
    args.refuseBlock("scan");
    List<@Nullable Object> found = new ArrayList<>();
    Regexps.Search search = new Regexps.Search(Regexps.pattern(args.value(0)), self);
    for (Optional<RubyMatch> at = search.next(); at.isPresent(); at = search.next()) {
      RubyMatch match = at.get();
      Object item = match.groups() > 1 ? match.captures() : match.text();
      if (args.hasBlock()) {
        args.frame().setLastMatch(at);
        args.block().call(item);
      }
      found.add(item);
    }
    return args.hasBlock() ? self : found;
  }

  static List<@Nullable Object> partition(String self, Args args) {
    Optional<RubyMatch> match = new Regexps.Search(Regexps.pattern(args.value(0)), self).next();
    return match
        .map(found -> EnumerableMethods.listOf(found.before(), found.text(), found.after()))
        .orElseGet(() -> EnumerableMethods.listOf(self, "", ""));
  }

  static List<@Nullable Object> rpartition(String self, Args args) {
    String separator = args.text(0);
    int at = self.lastIndexOf(separator);
    return at < 0
        ? EnumerableMethods.listOf("", "", self)
        : EnumerableMethods.listOf(
            self.substring(0, at), separator, self.substring(at + separator.length()));
  }

  static List<@Nullable Object> lines(String self) {
    List<@Nullable Object> lines = new ArrayList<>();
    for (int from = 0; from < self.length(); ) {
      int newline = self.indexOf('\n', from);
      int end = newline < 0 ? self.length() : newline + 1;
      lines.add(self.substring(from, end));
      from = end;
    }
    return lines;
  }

  static List<@Nullable Object> characters(String self) {
    List<@Nullable Object> characters = new ArrayList<>();
    self.codePoints().forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }
}
