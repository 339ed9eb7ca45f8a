package io.millrace.expr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of {@code Enumerable} that compare elements: {@code sort}, {@code min}, {@code max}. */
final class EnumerableOrder {

  private EnumerableOrder() {}

  /** Adds its methods. */
  static void define(EnumerableMethods.Definer to) {
    to.define("sort", 0, 0, (all, args) -> sorted(all, order(args)));
    to.define("sort_by", 0, 0, (all, args) -> sorted(all, byKey(args.block())));
    to.define("min", 0, 0, (all, args) -> extreme(all, order(args)));
    to.define("max", 0, 0, (all, args) -> extreme(all, order(args).reversed()));
    to.define("min_by", 0, 0, (all, args) -> extreme(all, byKey(args.block())));
    to.define("max_by", 0, 0, (all, args) -> extreme(all, byKey(args.block()).reversed()));
    to.define(
        "minmax",
        0,
        0,
        (all, args) ->
            EnumerableMethods.listOf(
                extreme(all, order(args)), extreme(all, order(args).reversed())));
  }

  private static Comparator<@Nullable Object> order(Args args) {
    if (!args.hasBlock()) {
      // Java's sort compares a later element with an earlier one, Ruby's the other way round;
      // which of the two is named first shows in the message when they cannot be compared.
      return (one, other) -> -Values.order(other, one);
    }
    return (one, other) -> Values.order(args.block().call(one, other), 0L);
  }

  private static Comparator<@Nullable Object> byKey(Block block) {
    return (one, other) -> Values.order(block.call(one), block.call(other));
  }

  private static List<@Nullable Object> sorted(
      List<@Nullable Object> all, Comparator<@Nullable Object> order) {
    List<@Nullable Object> sorted = new ArrayList<>(all);
    sorted.sort(order);
    return sorted;
  }

  private static @Nullable Object extreme(
      List<@Nullable Object> all, Comparator<@Nullable Object> order) {
    Object best = null;
    boolean any = false;
    for (Object element : all) {
      if (!any || order.compare(element, best) < 0) {
        best = element;
        any = true;
      }
    }
    return best;
  }
}
