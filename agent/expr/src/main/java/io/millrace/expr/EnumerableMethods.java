package io.millrace.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ruby's {@code Enumerable}, for arrays, ranges and (as pairs) hashes: what goes through the
 * elements, chooses among them, orders them, and makes one value of them.
 */
final class EnumerableMethods {

  private EnumerableMethods() {}

  /** What a method does with the elements. */
  interface Body {
    @Nullable Object call(List<@Nullable Object> elements, Args args);
  }

  /** Adds the methods to a class, except those it has already. */
  static <T> void define(MethodTable<T> table, Function<T, List<@Nullable Object>> elements) {
    Definer definer =
        (names, least, most, body) -> {
          for (String name : names.split(" ")) {
            if (table.find(name).isEmpty()) {
              table.define(
                  name, least, most, (self, args) -> body.call(elements.apply(self), args));
            }
          }
        };
    EnumerableIteration.define(definer);
    EnumerableSelection.define(definer);
    EnumerableOrder.define(definer);
    EnumerableReduction.define(definer);
  }

  /** Adds a method to a class under each of its names. */
  interface Definer {
    void define(String names, int least, int most, Body body);
  }

  static List<@Nullable Object> listOf(@Nullable Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }
}
