package io.millrace.expr;

/** Methods of true and false. */
final class BooleanMethods {

  static final MethodTable<Boolean> TABLE =
      new MethodTable<Boolean>("Boolean")
          .define("&", 1, 1, (self, args) -> self && Values.truthy(args.value(0)))
          .define("|", 1, 1, (self, args) -> self || Values.truthy(args.value(0)))
          .define("^", 1, 1, (self, args) -> self != Values.truthy(args.value(0)));

  private BooleanMethods() {}
}
