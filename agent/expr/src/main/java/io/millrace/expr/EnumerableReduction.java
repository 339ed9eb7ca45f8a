package io.millrace.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods of {@code Enumerable} that make one value of all elements: {@code any?}, {@code sum},
 * {@code inject}.
 */
final class EnumerableReduction {

  private EnumerableReduction() {}

  /** Adds its methods. */
  static void define(EnumerableMethods.Definer to) {
    to.define("any?", 0, 1, (all, args) -> count(all, args) > 0);
    to.define("all?", 0, 1, (all, args) -> count(all, args) == all.size());
    to.define("none?", 0, 1, (all, args) -> count(all, args) == 0);
    to.define("one?", 0, 1, (all, args) -> count(all, args) == 1);
    to.define("count", 0, 1, EnumerableReduction::counted);
    to.define(
        "include? member?",
        1,
        1,
        (all, args) -> all.stream().anyMatch(element -> Values.equal(element, args.value(0))));
    to.define("sum", 0, 1, EnumerableReduction::sum);
    to.define("inject reduce", 0, 2, EnumerableReduction::inject);
  }

  private static long count(List<@Nullable Object> all, Args args) {
    long count = 0;
    for (Object element : all) {
      boolean counts =
          args.has(0)
              ? Values.matches(args.value(0), element, args.frame())
              : Values.truthy(args.hasBlock() ? args.block().call(element) : element);
      count += counts ? 1 : 0;
    }
    return count;
  }

  private static Long counted(List<@Nullable Object> all, Args args) {
    if (args.has(0)) {
      return all.stream().filter(element -> Values.equal(element, args.value(0))).count();
    }
    return args.hasBlock() ? count(all, args) : all.size();
  }

  private static @Nullable Object sum(List<@Nullable Object> all, Args args) {
    Object sum = args.has(0) ? args.value(0) : 0L;
    Dispatch plus = Dispatch.of("+", 0);
    for (Object element : all) {
      Object value = args.hasBlock() ? args.block().call(element) : element;
      sum = plus.call(sum, new Args(args.frame(), new Object[] {value}, null));
    }
    return sum;
  }

  private static @Nullable Object inject(List<@Nullable Object> all, Args args) {
    boolean symbol = !args.hasBlock();
    boolean start = args.count() == (symbol ? 2 : 1);
    Dispatch operator = symbol ? Dispatch.of(args.name(args.count() - 1), 0) : null;
    Object result = start ? args.value(0) : all.isEmpty() ? null : all.get(0);
    for (Object element : start ? all : EnumerableSelection.tail(all, 1)) {
      result =
          operator == null
              ? args.block().call(result, element)
              : operator.call(result, new Args(args.frame(), new Object[] {element}, null));
    }
    return result;
  }
}
