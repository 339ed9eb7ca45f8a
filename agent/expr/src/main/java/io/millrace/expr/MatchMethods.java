package io.millrace.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Methods of a match. */
final class MatchMethods {

  static final MethodTable<RubyMatch> TABLE =
      new MethodTable<RubyMatch>("MatchData")
          .define("[]", 1, 1, MatchMethods::at)
          .define("captures", (self, args) -> self.captures())
          .define("to_a", (self, args) -> all(self))
          .define("names", (self, args) -> new ArrayList<Object>(self.names()))
          .define("named_captures", (self, args) -> named(self))
          .define("pre_match", (self, args) -> self.before())
          .define("post_match", (self, args) -> self.after())
          .define("begin", 1, 1, (self, args) -> self.beginCharacter(args.index(0)))
          .define("size length", (self, args) -> (long) self.groups());

  private MatchMethods() {}

  private static @Nullable Object at(RubyMatch self, Args args) {
    return args.value(0) instanceof Long number
        ? self.group(Math.toIntExact(number))
        : self.group(args.name(0));
  }

  private static List<@Nullable Object> all(RubyMatch self) {
    List<@Nullable Object> all = self.captures();
    all.add(0, self.text());
    return all;
  }

  private static Map<Object, @Nullable Object> named(RubyMatch self) {
    Map<Object, @Nullable Object> named = new LinkedHashMap<>();
    self.names().forEach(name -> named.put(name, self.group(name)));
    return named;
  }
}
