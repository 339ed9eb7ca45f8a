package io.millrace.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Methods of {@code Enumerable} that go through all elements: {@code each}, {@code map}, {@code
 * to_h}.
 */
final class EnumerableIteration {

  private EnumerableIteration() {}

  /** Adds its methods. */
  static void define(EnumerableMethods.Definer to) {
    to.define("each", 0, 0, EnumerableIteration::each);
    to.define(
        "map collect",
        0,
        0,
        (all, args) -> args.hasBlock() ? mapped(all, args.block()) : new RubyEnumerator(all, true));
    to.define("flat_map collect_concat", 0, 0, (all, args) -> flatMapped(all, args.block()));
    to.define("each_with_index", 0, 0, EnumerableIteration::eachWithIndex);
    to.define("each_with_object", 1, 1, EnumerableIteration::eachWithObject);
    to.define("each_slice", 1, 1, (all, args) -> slices(all, args));
    to.define("each_cons", 1, 1, EnumerableIteration::runs);
    to.define("zip", 1, 1, EnumerableIteration::zip);
    to.define("to_a entries", 0, 0, (all, args) -> new ArrayList<>(all));
    to.define("to_h", 0, 0, (all, args) -> toHash(all, args));
    to.define("group_by", 0, 0, EnumerableIteration::groupBy);
    to.define("tally", 0, 0, (all, args) -> tally(all));
  }

  private static @Nullable Object each(List<@Nullable Object> all, Args args) {
    all.forEach(args.block()::call);
    return all;
  }

  static List<@Nullable Object> mapped(List<@Nullable Object> all, Block block) {
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
      pairs.add(EnumerableMethods.listOf(all.get(i), (long) i));
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

  private static List<@Nullable Object> zip(List<@Nullable Object> all, Args args) {
    args.refuseBlock("zip");
    List<@Nullable Object> other = args.list(0);
    List<@Nullable Object> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      pairs.add(EnumerableMethods.listOf(all.get(i), i < other.size() ? other.get(i) : null));
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
}
