package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of ranges. */
final class RangeMethods {

  /** Elements a range may be turned into; more is a mistake in the expression. */
  private static final long MAX_ELEMENTS = 1_000_000;

  static final MethodTable<RubyRange> TABLE = build();

  private RangeMethods() {}

  private static MethodTable<RubyRange> build() {
    MethodTable<RubyRange> table =
        new MethodTable<RubyRange>("Range")
            .define("begin", (self, args) -> self.first())
            .define("end", (self, args) -> self.last())
            .define("include? member? cover? ===", 1, 1, RangeMethods::covers)
            .define("exclude_end?", (self, args) -> self.exclusive())
            .define("to_a entries", (self, args) -> elements(self))
            .define("size", (self, args) -> (long) elements(self).size());
    EnumerableMethods.define(table, RangeMethods::elements);
    return table;
  }

  private static Object covers(RubyRange self, Args args) {
    if (args.value(0) instanceof RubyRange) {
      throw ExpressionException.unsupported("a range in a range");
    }
    return self.covers(args.value(0));
  }

  private static List<@Nullable Object> elements(RubyRange range) {
    if (!(range.first() instanceof Long first) || !(range.last() instanceof Long last)) {
      throw ExpressionException.unsupported("iterating over the range " + Inspect.of(range));
    }
    if (range.exclusive()) {
      return last == Long.MIN_VALUE ? new ArrayList<>() : counted(first, last - 1, 1);
    }
    return counted(first, last, 1);
  }

  /**
   * The integers from {@code first} to {@code last}, both in it, by steps of 1 or -1.
   *
   * @throws ExpressionException if they are too many to be held
   */
  static List<@Nullable Object> counted(long first, long last, int step) {
    List<@Nullable Object> numbers = new ArrayList<>();
    if (step > 0 ? first > last : first < last) {
      return numbers;
    }
    long distance = step > 0 ? last - first : first - last; // unsigned
    if (Long.compareUnsigned(distance, MAX_ELEMENTS) >= 0) {
      throw ExpressionException.argumentError(
          "counting from " + first + " to " + last + " takes more than " + MAX_ELEMENTS + " steps");
    }
    for (long i = 0; i <= distance; i++) {
      numbers.add(first + i * step);
    }
    return numbers;
  }
}
