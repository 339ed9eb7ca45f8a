package io.millrace.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ruby's {@code Enumerable}, for arrays, ranges and (as pairs) hashes. */
final class EnumerableMethods {

  private EnumerableMethods() {}

  /** What a method does with the elements. */
  private interface Body {
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
    defineIteration(definer);
    defineSelection(definer);
    defineQuestions(definer);
    defineReduction(definer);
  }

  private interface Definer {
    void define(String names, int least, int most, Body body);
  }

  private static void defineIteration(Definer to) {
    to.define("each", 0, 0, EnumerableMethods::each);
    to.define(
        "map collect",
        0,
        0,
        (all, args) -> args.hasBlock() ? mapped(all, args.block()) : new RubyEnumerator(all, true));
    to.define("flat_map collect_concat", 0, 0, (all, args) -> flatMapped(all, args.block()));
    to.define("each_with_index", 0, 0, EnumerableMethods::eachWithIndex);
    to.define("each_with_object", 1, 1, EnumerableMethods::eachWithObject);
    to.define("each_slice", 1, 1, (all, args) -> slices(all, args));
    to.define("each_cons", 1, 1, EnumerableMethods::runs);
    to.define("zip", 1, 1, EnumerableMethods::zip);
    to.define("to_a entries", 0, 0, (all, args) -> new ArrayList<>(all));
    to.define("to_h", 0, 0, (all, args) -> toHash(all, args));
    to.define("group_by", 0, 0, EnumerableMethods::groupBy);
    to.define("tally", 0, 0, (all, args) -> tally(all));
    to.define("sort", 0, 0, (all, args) -> sorted(all, order(args)));
    to.define("sort_by", 0, 0, (all, args) -> sorted(all, byKey(args.block())));
  }

  private static void defineSelection(Definer to) {
    to.define("select filter", 0, 0, (all, args) -> selected(all, args.block(), true));
    to.define("reject", 0, 0, (all, args) -> selected(all, args.block(), false));
    to.define("filter_map", 0, 0, (all, args) -> filterMapped(all, args.block()));
    to.define("partition", 0, 0, EnumerableMethods::partition);
    to.define("find detect", 0, 0, (all, args) -> found(all, args.block()));
    to.define("find_index index", 0, 1, EnumerableMethods::index);
    to.define("first", 0, 1, EnumerableMethods::first);
    to.define("take_while", 0, 0, (all, args) -> head(all, leading(all, args.block())));
    to.define("drop_while", 0, 0, (all, args) -> tail(all, leading(all, args.block())));
    to.define("take", 1, 1, (all, args) -> head(all, args.index(0)));
    to.define("drop", 1, 1, (all, args) -> tail(all, args.index(0)));
    to.define("uniq", 0, 0, (all, args) -> unique(all, args));
    to.define("min", 0, 0, (all, args) -> extreme(all, order(args)));
    to.define("max", 0, 0, (all, args) -> extreme(all, order(args).reversed()));
    to.define("min_by", 0, 0, (all, args) -> extreme(all, byKey(args.block())));
    to.define("max_by", 0, 0, (all, args) -> extreme(all, byKey(args.block()).reversed()));
    to.define(
        "minmax",
        0,
        0,
        (all, args) -> listOf(extreme(all, order(args)), extreme(all, order(args).reversed())));
  }

  private static void defineQuestions(Definer to) {
    to.define("any?", 0, 1, (all, args) -> count(all, args) > 0);
    to.define("all?", 0, 1, (all, args) -> count(all, args) == all.size());
    to.define("none?", 0, 1, (all, args) -> count(all, args) == 0);
    to.define("one?", 0, 1, (all, args) -> count(all, args) == 1);
    to.define("count", 0, 1, EnumerableMethods::counted);
    to.define(
        "include? member?",
        1,
        1,
        (all, args) -> all.stream().anyMatch(element -> Values.equal(element, args.value(0))));
  }

  private static void defineReduction(Definer to) {
    to.define("sum", 0, 1, EnumerableMethods::sum);
    to.define("inject reduce", 0, 2, EnumerableMethods::inject);
  }

  static List<@Nullable Object> listOf(@Nullable Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  private static @Nullable Object each(List<@Nullable Object> all, Args args) {
    all.forEach(args.block()::call);
    return all;
  }

  private static List<@Nullable Object> mapped(List<@Nullable Object> all, Block block) {
    List<@Nullable Object> result = new ArrayList<>(all.size());
    all.forEach(element -> result.add(block.call(element)));
    return result;
  }

  private static List<@Nullable Object> flatMapped(List<@Nullable Object> all, Block block) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object element : all) {
      Object value = block.call(element);
      if (value instanceof List<?> list) {
        result.addAll(list);
      } else {
        result.add(value);
      }
    }
    return result;
  }

  private static @Nullable Object eachWithIndex(List<@Nullable Object> all, Args args) {
    List<@Nullable Object> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (args.hasBlock()) {
        args.block().call(all.get(i), (long) i);
      }
      pairs.add(listOf(all.get(i), (long) i));
    }
    return args.hasBlock() ? all : RubyEnumerator.over(pairs);
  }

  private static @Nullable Object eachWithObject(List<@Nullable Object> all, Args args) {
    all.forEach(element -> args.block().call(element, args.value(0)));
    return args.value(0);
  }

  private static Object slices(List<@Nullable Object> all, Args args) {
    int size = args.index(0);
    if (size <= 0) {
      throw ExpressionException.argumentError("invalid slice size");
    }
    List<@Nullable Object> slices = new ArrayList<>();
    for (int i = 0; i < all.size(); i += size) {
      slices.add(new ArrayList<>(all.subList(i, Math.min(all.size(), i + size))));
    }
    if (!args.hasBlock()) {
      return RubyEnumerator.over(slices);
    }
    slices.forEach(args.block()::call);
    return all;
  }

  private static Object runs(List<@Nullable Object> all, Args args) {
    int size = args.index(0);
    if (size <= 0) {
      throw ExpressionException.argumentError("invalid size");
    }
    List<@Nullable Object> runs = new ArrayList<>();
    for (int i = 0; i + size <= all.size(); i++) {
      runs.add(new ArrayList<>(all.subList(i, i + size)));
    }
    if (!args.hasBlock()) {
      return RubyEnumerator.over(runs);
    }
    runs.forEach(args.block()::call);
    return all;
  }

  /** How many elements at the start the block is true for. */
  private static int leading(List<@Nullable Object> all, Block block) {
    int count = 0;
    while (count < all.size() && Values.truthy(block.call(all.get(count)))) {
      count++;
    }
    return count;
  }

  private static List<@Nullable Object> zip(List<@Nullable Object> all, Args args) {
    args.refuseBlock("zip");
    List<@Nullable Object> other = args.list(0);
    List<@Nullable Object> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      pairs.add(listOf(all.get(i), i < other.size() ? other.get(i) : null));
    }
    return pairs;
  }

  private static Map<@Nullable Object, @Nullable Object> toHash(
      List<@Nullable Object> all, Args args) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    for (Object element : all) {
      Object pair = args.hasBlock() ? args.block().call(element) : element;
      if (!(pair instanceof List<?> list) || list.size() != 2) {
        throw ExpressionException.typeError(
            "wrong element type " + Values.className(pair) + " (expected array)");
      }
      result.put(list.get(0), list.get(1));
    }
    return result;
  }

  private static Map<@Nullable Object, @Nullable Object> groupBy(
      List<@Nullable Object> all, Args args) {
    Map<@Nullable Object, @Nullable Object> groups = new LinkedHashMap<>();
    for (Object element : all) {
      Object group = groups.computeIfAbsent(args.block().call(element), key -> new ArrayList<>());
      Values.list(Objects.requireNonNull(group)).add(element);
    }
    return groups;
  }

  private static Map<@Nullable Object, @Nullable Object> tally(List<@Nullable Object> all) {
    Map<@Nullable Object, @Nullable Object> counts = new LinkedHashMap<>();
    all.forEach(element -> counts.merge(element, 1L, (before, one) -> Numbers.add(before, one)));
    return counts;
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

  private static List<@Nullable Object> selected(
      List<@Nullable Object> all, Block block, boolean wanted) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object element : all) {
      if (Values.truthy(block.call(element)) == wanted) {
        result.add(element);
      }
    }
    return result;
  }

  private static List<@Nullable Object> filterMapped(List<@Nullable Object> all, Block block) {
    List<@Nullable Object> result = mapped(all, block);
    result.removeIf(value -> !Values.truthy(value));
    return result;
  }

  private static List<@Nullable Object> partition(List<@Nullable Object> all, Args args) {
    List<@Nullable Object> chosen = new ArrayList<>();
    List<@Nullable Object> rest = new ArrayList<>();
    for (Object element : all) {
      (Values.truthy(args.block().call(element)) ? chosen : rest).add(element);
    }
    return listOf(chosen, rest);
  }

  private static @Nullable Object found(List<@Nullable Object> all, Block block) {
    for (Object element : all) {
      if (Values.truthy(block.call(element))) {
        return element;
      }
    }
    return null;
  }

  private static @Nullable Object index(List<@Nullable Object> all, Args args) {
    for (int i = 0; i < all.size(); i++) {
      boolean wanted =
          args.has(0)
              ? Values.equal(all.get(i), args.value(0))
              : Values.truthy(args.block().call(all.get(i)));
      if (wanted) {
        return (long) i;
      }
    }
    return null;
  }

  private static @Nullable Object first(List<@Nullable Object> all, Args args) {
    if (args.has(0)) {
      return head(all, args.index(0));
    }
    return all.isEmpty() ? null : all.get(0);
  }

  static List<@Nullable Object> head(List<@Nullable Object> all, int count) {
    if (count < 0) {
      throw ExpressionException.argumentError("negative array size (or size too big)");
    }
    return new ArrayList<>(all.subList(0, Math.min(count, all.size())));
  }

  private static List<@Nullable Object> tail(List<@Nullable Object> all, int count) {
    if (count < 0) {
      throw ExpressionException.argumentError("attempt to drop negative size");
    }
    return new ArrayList<>(all.subList(Math.min(count, all.size()), all.size()));
  }

  private static List<@Nullable Object> unique(List<@Nullable Object> all, Args args) {
    Map<@Nullable Object, @Nullable Object> seen = new LinkedHashMap<>();
    for (Object element : all) {
      seen.putIfAbsent(args.hasBlock() ? args.block().call(element) : element, element);
    }
    return new ArrayList<>(seen.values());
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
    for (Object element : start ? all : tail(all, 1)) {
      result =
          operator == null
              ? args.block().call(result, element)
              : operator.call(result, new Args(args.frame(), new Object[] {element}, null));
    }
    return result;
  }
}
