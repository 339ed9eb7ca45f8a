package io.millrace.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of arrays. */
final class ArrayMethods {

  static final MethodTable<List<@Nullable Object>> TABLE = build();

  private ArrayMethods() {}

  private static MethodTable<List<@Nullable Object>> build() {
    MethodTable<List<@Nullable Object>> table = new MethodTable<>("Array");
    table
        .define("[] slice", 1, 2, ArrayMethods::at)
        .define("[]=", 2, 2, ArrayMethods::put)
        .define("at", 1, 1, ArrayMethods::at)
        .define("fetch", 1, 2, ArrayMethods::fetch)
        .define("dig", 1, 99, Dig::into)
        .define("values_at", 0, 99, ArrayMethods::valuesAt)
        .define("each", ArrayMethods::each)
        .define("last", 0, 1, ArrayMethods::last)
        .define("length size", (self, args) -> (long) self.size())
        .define("empty?", (self, args) -> self.isEmpty())
        .define("| union", 1, 1, (self, args) -> union(self, args.list(0)))
        .define("difference", 1, 1, (self, args) -> minus(self, args.list(0), false))
        .define("intersection", 1, 1, (self, args) -> minus(self, args.list(0), true))
        .define("rotate", 0, 1, (self, args) -> rotated(self, args.integer(0, 1)))
        .define("join", 0, 1, (self, args) -> join(self, args.has(0) ? args.text(0) : ""))
        .define("compact", (self, args) -> compact(self))
        .define("flatten", 0, 1, (self, args) -> flatten(self, args.integer(0, -1)))
        .define("reverse", (self, args) -> reversed(self))
        .define("to_a to_ary", (self, args) -> self)
        .define("rindex", 1, 1, ArrayMethods::rindex);
    defineChanges(table);
    EnumerableMethods.define(table, self -> self);
    return table;
  }

  private static void defineChanges(MethodTable<List<@Nullable Object>> table) {
    table
        .define("+", 1, 1, (self, args) -> plus(self, args.list(0)))
        .define("-", 1, 1, (self, args) -> minus(self, args.list(0), false))
        .define("&", 1, 1, (self, args) -> minus(self, args.list(0), true))
        .define("*", 1, 1, ArrayMethods::times)
        .define("<< push append", 1, 99, ArrayMethods::push)
        .define("unshift prepend", 1, 1, ArrayMethods::unshift)
        .define("pop", (self, args) -> self.isEmpty() ? null : self.remove(self.size() - 1))
        .define("shift", (self, args) -> self.isEmpty() ? null : self.remove(0))
        .define("concat", 1, 1, ArrayMethods::concat)
        .define("delete_at", 1, 1, ArrayMethods::deleteAt);
  }

  private static @Nullable Object at(List<@Nullable Object> self, Args args) {
    int size = self.size();
    if (args.value(0) instanceof RubyRange range) {
      int start = range.start(size);
      return start < 0 || start > size ? null : copy(self, start, range.count(size));
    }
    long index = args.integer(0);
    long start = index < 0 ? index + size : index;
    if (!args.has(1)) {
      return start < 0 || start >= size ? null : self.get((int) start);
    }
    long count = args.integer(1);
    return start < 0 || start > size || count < 0
        ? null
        : copy(self, (int) start, (int) Math.min(count, size));
  }

  private static List<@Nullable Object> copy(List<@Nullable Object> self, int start, int count) {
    return new ArrayList<>(self.subList(start, Math.min(self.size(), start + count)));
  }

  private static @Nullable Object put(List<@Nullable Object> self, Args args) {
    int index = args.index(0);
    int at = index < 0 ? index + self.size() : index;
    if (at < 0 || at > self.size() + 10_000) {
      throw new ExpressionException(
          "IndexError", "index " + index + " too " + (at < 0 ? "small" : "big") + " for array");
    }
    while (self.size() <= at) {
      self.add(null);
    }
    self.set(at, args.value(1));
    return args.value(1);
  }

  private static @Nullable Object fetch(List<@Nullable Object> self, Args args) {
    int index = args.index(0);
    int at = index < 0 ? index + self.size() : index;
    if (at >= 0 && at < self.size()) {
      return self.get(at);
    }
    if (args.hasBlock()) {
      return args.block().call(args.value(0));
    }
    if (args.has(1)) {
      return args.value(1);
    }
    throw new ExpressionException(
        "IndexError",
        "index " + index + " outside of array bounds: " + -self.size() + "..." + self.size());
  }

  private static List<@Nullable Object> valuesAt(List<@Nullable Object> self, Args args) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < args.count(); i++) {
      int index = args.index(i) < 0 ? args.index(i) + self.size() : args.index(i);
      values.add(index >= 0 && index < self.size() ? self.get(index) : null);
    }
    return values;
  }

  private static List<@Nullable Object> each(List<@Nullable Object> self, Args args) {
    self.forEach(args.block()::call);
    return self;
  }

  private static @Nullable Object last(List<@Nullable Object> self, Args args) {
    if (args.has(0)) {
      int count = Math.min(args.index(0), self.size());
      return copy(self, self.size() - count, count);
    }
    return self.isEmpty() ? null : self.get(self.size() - 1);
  }

  private static String join(List<?> self, String separator) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < self.size(); i++) {
      joined.append(i == 0 ? "" : separator);
      Object element = self.get(i);
      joined.append(
          element instanceof List<?> list ? join(list, separator) : Inspect.text(element));
    }
    return joined.toString();
  }

  private static List<@Nullable Object> union(
      List<@Nullable Object> self, List<@Nullable Object> other) {
    Set<@Nullable Object> all = new LinkedHashSet<>(self);
    all.addAll(other);
    return new ArrayList<>(all);
  }

  private static List<@Nullable Object> rotated(List<@Nullable Object> self, long by) {
    List<@Nullable Object> result = new ArrayList<>(self);
    if (!result.isEmpty()) {
      Collections.rotate(result, -(int) (by % result.size()));
    }
    return result;
  }

  private static List<@Nullable Object> compact(List<@Nullable Object> self) {
    List<@Nullable Object> result = new ArrayList<>(self);
    result.removeIf(element -> element == null);
    return result;
  }

  private static List<@Nullable Object> flatten(List<?> self, long depth) {
    List<@Nullable Object> flat = new ArrayList<>();
    for (Object element : self) {
      if (element instanceof List<?> list && depth != 0) {
        flat.addAll(flatten(list, depth - 1));
      } else {
        flat.add(element);
      }
    }
    return flat;
  }

  private static List<@Nullable Object> reversed(List<@Nullable Object> self) {
    List<@Nullable Object> result = new ArrayList<>(self);
    Collections.reverse(result);
    return result;
  }

  private static @Nullable Object rindex(List<@Nullable Object> self, Args args) {
    for (int i = self.size() - 1; i >= 0; i--) {
      if (Values.equal(self.get(i), args.value(0))) {
        return (long) i;
      }
    }
    return null;
  }

  private static List<@Nullable Object> plus(List<@Nullable Object> self, List<?> other) {
    List<@Nullable Object> result = new ArrayList<>(self);
    result.addAll(other);
    return result;
  }

  private static List<@Nullable Object> minus(
      List<@Nullable Object> self, List<?> other, boolean keepCommon) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object element : self) {
      boolean common = other.contains(element); // eql?: 1 is not 1.0 here
      if (common == keepCommon && !(keepCommon && result.contains(element))) {
        result.add(element);
      }
    }
    return result;
  }

  private static Object times(List<@Nullable Object> self, Args args) {
    if (args.value(0) instanceof String separator) {
      return join(self, separator);
    }
    List<@Nullable Object> result = new ArrayList<>();
    for (long i = 0; i < args.integer(0); i++) {
      result.addAll(self);
    }
    return result;
  }

  private static List<@Nullable Object> push(List<@Nullable Object> self, Args args) {
    Collections.addAll(self, args.all());
    return self;
  }

  private static List<@Nullable Object> unshift(List<@Nullable Object> self, Args args) {
    self.add(0, args.value(0));
    return self;
  }

  private static List<@Nullable Object> concat(List<@Nullable Object> self, Args args) {
    self.addAll(args.list(0));
    return self;
  }

  private static @Nullable Object deleteAt(List<@Nullable Object> self, Args args) {
    int index = args.index(0) < 0 ? args.index(0) + self.size() : args.index(0);
    return index >= 0 && index < self.size() ? self.remove(index) : null;
  }
}
