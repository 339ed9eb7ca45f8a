package io.millrace.expr;

import io.millrace.event.RubyRegexp;

/** Methods of regular expressions. */
final class RegexpMethods {

  static final MethodTable<RubyRegexp> TABLE =
      new MethodTable<RubyRegexp>("Regexp")
          .define(
              "match", 1, 1, (self, args) -> Regexps.matchOrNil(self, args.value(0), args.frame()))
          .define("match?", 1, 1, (self, args) -> Regexps.matches(self, args.value(0)))
          .define("source", (self, args) -> self.source());

  private RegexpMethods() {}
}
