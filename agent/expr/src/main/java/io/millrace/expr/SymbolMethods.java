package io.millrace.expr;

import java.util.Locale;

/** Methods of symbols. */
final class SymbolMethods {

  static final MethodTable<RubySymbol> TABLE =
      new MethodTable<RubySymbol>("Symbol")
          .define("to_sym", (self, args) -> self)
          .define("name id2name", (self, args) -> self.name())
          .define("length size", (self, args) -> (long) Texts.length(self.name()))
          .define("upcase", (self, args) -> new RubySymbol(self.name().toUpperCase(Locale.ROOT)))
          .define("downcase", (self, args) -> new RubySymbol(self.name().toLowerCase(Locale.ROOT)))
          .define("empty?", (self, args) -> self.name().isEmpty());

  private SymbolMethods() {}
}
