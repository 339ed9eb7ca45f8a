package io.millrace.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Methods of nil. */
final class NilMethods {

  static final MethodTable<Object> TABLE =
      new MethodTable<>("NilClass")
          .defineAny("to_a", 0, 0, (self, args) -> new ArrayList<>())
          .defineAny("to_h", 0, 0, (self, args) -> new LinkedHashMap<>())
          .defineAny("to_i", 0, 0, (self, args) -> 0L)
          .defineAny("to_f", 0, 0, (self, args) -> 0.0)
          .defineAny("&", 1, 1, (self, args) -> false)
          .defineAny("|", 1, 1, (self, args) -> Values.truthy(args.value(0)));

  private NilMethods() {}
}
