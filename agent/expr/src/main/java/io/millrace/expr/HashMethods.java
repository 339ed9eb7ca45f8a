package io.millrace.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Methods of hashes. */
final class HashMethods {

  static final MethodTable<Map<@Nullable Object, @Nullable Object>> TABLE = build();

  private HashMethods() {}

  private static MethodTable<Map<@Nullable Object, @Nullable Object>> build() {
    MethodTable<Map<@Nullable Object, @Nullable Object>> table = new MethodTable<>("Hash");
    defineAccess(table);
    defineChanges(table);
    defineBlocks(table);
    EnumerableMethods.define(table, HashMethods::pairs);
    return table;
  }

  private static void defineAccess(MethodTable<Map<@Nullable Object, @Nullable Object>> table) {
    table
        .define("[]", 1, 1, (self, args) -> self.get(args.value(0)))
        .define("fetch", 1, 2, HashMethods::fetch)
        .define("dig", 1, 99, Dig::into)
        .define("values_at", 0, 99, (self, args) -> valuesAt(self, args))
        .define("key", 1, 1, (self, args) -> keyOf(self, args.value(0)))
        .define(
            "key? has_key? include? member?", 1, 1, (self, args) -> self.containsKey(args.value(0)))
        .define(
            "value? has_value?",
            1,
            1,
            (self, args) ->
                self.values().stream().anyMatch(value -> Values.equal(value, args.value(0))))
        .define("keys", (self, args) -> new ArrayList<>(self.keySet()))
        .define("values", (self, args) -> new ArrayList<>(self.values()))
        .define("length size", (self, args) -> (long) self.size())
        .define("empty?", (self, args) -> self.isEmpty())
        .define("to_h", (self, args) -> args.hasBlock() ? mapPairs(self, args.block()) : self)
        .define("slice", 0, 99, (self, args) -> slice(self, args, true))
        .define("except", 0, 99, (self, args) -> slice(self, args, false))
        .define("invert", (self, args) -> invert(self))
        .define("compact", (self, args) -> compact(self));
  }

  private static void defineChanges(MethodTable<Map<@Nullable Object, @Nullable Object>> table) {
    table
        .define("[]= store", 2, 2, HashMethods::put)
        .define("delete", 1, 1, HashMethods::delete)
        .define("merge", 0, 99, (self, args) -> merge(new LinkedHashMap<>(self), args))
        .define("merge! update", 0, 99, HashMethods::merge)
        .define("clear", HashMethods::clear);
  }

  private static void defineBlocks(MethodTable<Map<@Nullable Object, @Nullable Object>> table) {
    table
        .define("each each_pair", HashMethods::each)
        .define("each_key", (self, args) -> eachOf(self, new ArrayList<>(self.keySet()), args))
        .define("each_value", (self, args) -> eachOf(self, new ArrayList<>(self.values()), args))
        .define("select filter", (self, args) -> selected(self, args.block(), true))
        .define("reject", (self, args) -> selected(self, args.block(), false))
        .define("transform_values", HashMethods::transformValues)
        .define("transform_keys", HashMethods::transformKeys);
  }

  private static List<@Nullable Object> pairs(Map<@Nullable Object, @Nullable Object> self) {
    List<@Nullable Object> pairs = new ArrayList<>(self.size());
    self.forEach((key, value) -> pairs.add(EnumerableMethods.listOf(key, value)));
    return pairs;
  }

  private static @Nullable Object fetch(Map<@Nullable Object, @Nullable Object> self, Args args) {
    Object key = args.value(0);
    if (self.containsKey(key)) {
      return self.get(key);
    }
    if (args.hasBlock()) {
      return args.block().call(key);
    }
    if (args.has(1)) {
      return args.value(1);
    }
    throw new ExpressionException("KeyError", "key not found: " + Inspect.of(key));
  }

  private static List<@Nullable Object> valuesAt(
      Map<@Nullable Object, @Nullable Object> self, Args args) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object key : args.all()) {
      values.add(self.get(key));
    }
    return values;
  }

  private static @Nullable Object keyOf(
      Map<@Nullable Object, @Nullable Object> self, @Nullable Object value) {
    for (Map.Entry<@Nullable Object, @Nullable Object> entry : self.entrySet()) {
      if (Values.equal(entry.getValue(), value)) {
        return entry.getKey();
      }
    }
    return null;
  }

  private static @Nullable Object delete(Map<@Nullable Object, @Nullable Object> self, Args args) {
    Object key = args.value(0);
    return args.hasBlock() && !self.containsKey(key) ? args.block().call(key) : self.remove(key);
  }

  private static @Nullable Object put(Map<@Nullable Object, @Nullable Object> self, Args args) {
    self.put(args.value(0), args.value(1));
    return args.value(1);
  }

  private static Map<@Nullable Object, @Nullable Object> merge(
      Map<@Nullable Object, @Nullable Object> into, Args args) {
    for (int i = 0; i < args.count(); i++) {
      for (Map.Entry<@Nullable Object, @Nullable Object> entry : args.map(i).entrySet()) {
        Object key = entry.getKey();
        boolean clash = args.hasBlock() && into.containsKey(key);
        into.put(
            key,
            clash ? args.block().call(key, into.get(key), entry.getValue()) : entry.getValue());
      }
    }
    return into;
  }

  private static Object clear(Map<@Nullable Object, @Nullable Object> self, Args args) {
    self.clear();
    return self;
  }

  private static Object each(Map<@Nullable Object, @Nullable Object> self, Args args) {
    return eachOf(self, pairs(self), args);
  }

  private static Object eachOf(
      Map<@Nullable Object, @Nullable Object> self, List<@Nullable Object> elements, Args args) {
    elements.forEach(args.block()::call);
    return self;
  }

  private static Map<@Nullable Object, @Nullable Object> selected(
      Map<@Nullable Object, @Nullable Object> self, Block block, boolean wanted) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    self.forEach(
        (key, value) -> {
          if (Values.truthy(block.call(key, value)) == wanted) {
            result.put(key, value);
          }
        });
    return result;
  }

  private static Map<@Nullable Object, @Nullable Object> mapPairs(
      Map<@Nullable Object, @Nullable Object> self, Block block) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    self.forEach(
        (key, value) -> {
          if (!(block.call(key, value) instanceof List<?> pair) || pair.size() != 2) {
            throw ExpressionException.typeError("wrong element type (expected array of 2)");
          }
          result.put(pair.get(0), pair.get(1));
        });
    return result;
  }

  private static Object transformValues(Map<@Nullable Object, @Nullable Object> self, Args args) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    self.forEach((key, value) -> result.put(key, args.block().call(value)));
    return result;
  }

  private static Object transformKeys(Map<@Nullable Object, @Nullable Object> self, Args args) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    self.forEach((key, value) -> result.put(args.block().call(key), value));
    return result;
  }

  private static Map<@Nullable Object, @Nullable Object> slice(
      Map<@Nullable Object, @Nullable Object> self, Args args, boolean keep) {
    List<@Nullable Object> wanted = EnumerableMethods.listOf(args.all());
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    self.forEach(
        (key, value) -> {
          if (wanted.contains(key) == keep) {
            result.put(key, value);
          }
        });
    return result;
  }

  private static Map<@Nullable Object, @Nullable Object> invert(
      Map<@Nullable Object, @Nullable Object> self) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    self.forEach((key, value) -> result.put(value, key));
    return result;
  }

  private static Map<@Nullable Object, @Nullable Object> compact(
      Map<@Nullable Object, @Nullable Object> self) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>(self);
    result.values().removeIf(value -> value == null);
    return result;
  }
}
