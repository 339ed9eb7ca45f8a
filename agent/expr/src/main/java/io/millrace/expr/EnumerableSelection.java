package io.millrace.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Methods of {@code Enumerable} that choose elements: {@code select}, {@code find}, {@code take}.
 */
final class EnumerableSelection {

  private EnumerableSelection() {}

  /** Adds its methods. */
  static void define(EnumerableMethods.Definer to) {
    to.define("select filter", 0, 0, (all, args) -> selected(all, args.block(), true));
    to.define("reject", 0, 0, (all, args) -> selected(all, args.block(), false));
    to.define("filter_map", 0, 0, (all, args) -> filterMapped(all, args.block()));
    to.define("partition", 0, 0, EnumerableSelection::partition);
    to.define("find detect", 0, 0, (all, args) -> found(all, args.block()));
    to.define("find_index index", 0, 1, EnumerableSelection::index);
    to.define("first", 0, 1, EnumerableSelection::first);
    to.define("take_while", 0, 0, (all, args) -> head(all, leading(all, args.block())));
    to.define("drop_while", 0, 0, (all, args) -> tail(all, leading(all, args.block())));
    to.define("take", 1, 1, (all, args) -> head(all, args.index(0)));
    to.define("drop", 1, 1, (all, args) -> tail(all, args.index(0)));
    to.define("uniq", 0, 0, (all, args) -> unique(all, args));
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
    List<@Nullable Object> result = EnumerableIteration.mapped(all, block);
    result.removeIf(value -> !Values.truthy(value));
    return result;
  }

  private static List<@Nullable Object> partition(List<@Nullable Object> all, Args args) {
    List<@Nullable Object> chosen = new ArrayList<>();
    List<@Nullable Object> rest = new ArrayList<>();
    for (Object element : all) {
      (Values.truthy(args.block().call(element)) ? chosen : rest).add(element);
    }
    return EnumerableMethods.listOf(chosen, rest);
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

  /** How many elements at the start the block is true for. */
  private static int leading(List<@Nullable Object> all, Block block) {
    int count = 0;
    while (count < all.size() && Values.truthy(block.call(all.get(count)))) {
      count++;
    }
    return count;
  }

  static List<@Nullable Object> head(List<@Nullable Object> all, int count) {
    if (count < 0) {
      throw ExpressionException.argumentError("negative array size (or size too big)");
    }
    return new ArrayList<>(all.subList(0, Math.min(count, all.size())));
  }

  static List<@Nullable Object> tail(List<@Nullable Object> all, int count) {
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
}
