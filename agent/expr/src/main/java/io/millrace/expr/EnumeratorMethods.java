package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of enumerators: those of Enumerable, and the index. */
final class EnumeratorMethods {

  static final MethodTable<RubyEnumerator> TABLE = build();

  private EnumeratorMethods() {}

  private static MethodTable<RubyEnumerator> build() {
    MethodTable<RubyEnumerator> table = new MethodTable<>("Enumerator");
    table
        .define("with_index each_with_index", 0, 1, EnumeratorMethods::withIndex)
        .define("to_s inspect", (self, args) -> refused())
        .define("map collect", EnumeratorMethods::mapped);
    EnumerableMethods.define(table, EnumeratorMethods::elements);
    return table;
  }

  private static Object refused() {
    throw ExpressionException.unsupported("an enumerator as text");
  }

  private static List<@Nullable Object> elements(RubyEnumerator self) {
    if (self.mapping()) {
      throw ExpressionException.unsupported("this method of an enumerator of `map'");
    }
    return self.elements();
  }

  private static Object mapped(RubyEnumerator self, Args args) {
    List<@Nullable Object> results = new ArrayList<>();
    if (!args.hasBlock()) {
      return new RubyEnumerator(elements(self), true);
    }
    elements(self).forEach(element -> results.add(args.block().call(element)));
    return results;
  }

  private static Object withIndex(RubyEnumerator self, Args args) {
    long offset = args.integer(0, 0);
    List<@Nullable Object> pairs = new ArrayList<>();
    List<@Nullable Object> results = new ArrayList<>();
    for (Object element : self.elements()) {
      long index = offset + pairs.size();
      if (args.hasBlock()) {
        results.add(args.block().call(element, index));
      }
      pairs.add(EnumerableMethods.listOf(element, index));
    }
    if (!args.hasBlock()) {
      return new RubyEnumerator(pairs, self.mapping());
    }
    if (!self.mapping()) {
      throw ExpressionException.unsupported("`with_index' of this enumerator");
    }
    return results;
  }
}
