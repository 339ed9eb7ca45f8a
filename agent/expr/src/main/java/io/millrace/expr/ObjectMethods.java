package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of every object. */
final class ObjectMethods {

  private static final Set<String> ITERATED = Set.of("Array", "Hash", "Range");

  static final MethodTable<Object> TABLE = build();

  private ObjectMethods() {}

  private static MethodTable<Object> build() {
    MethodTable<Object> table = new MethodTable<>("Object");
    defineKinds(table);
    defineComparison(table);
    return table
        .defineAny("nil?", 0, 0, (self, args) -> self == null)
        .defineAny("to_s", 0, 0, (self, args) -> Inspect.text(self))
        .defineAny("inspect", 0, 0, (self, args) -> Inspect.of(self))
        .defineAny("to_json", 0, 1, (self, args) -> RubyJson.write(self))
        .defineAny("itself freeze", 0, 0, (self, args) -> self)
        .defineAny("frozen?", 0, 0, (self, args) -> isFrozen(self))
        .defineAny("dup clone", 0, 0, (self, args) -> copy(self))
        .defineAny("then yield_self", 0, 0, (self, args) -> args.block().call(self))
        .defineAny(
            "tap",
            0,
            0,
            (self, args) -> {
              args.block().call(self);
              return self;
            })
        .defineAny("send public_send __send__", 1, 9, ObjectMethods::send);
  }

  private static void defineKinds(MethodTable<Object> table) {
    table
        .defineAny("class", 0, 0, (self, args) -> RubyModule.plain(Values.className(self)))
        .defineAny("is_a? kind_of?", 1, 1, (self, args) -> Values.isA(self, module(args).name()))
        .defineAny(
            "instance_of?",
            1,
            1,
            (self, args) -> Values.className(self).equals(module(args).name()))
        .defineAny("respond_to?", 1, 2, (self, args) -> respondsTo(self, args.name(0)));
  }

  private static void defineComparison(MethodTable<Object> table) {
    table
        .defineAny("==", 1, 1, (self, args) -> Values.equal(self, args.value(0)))
        .defineAny("!=", 1, 1, (self, args) -> !Values.equal(self, args.value(0)))
        .defineAny(
            "eql?",
            1,
            1,
            (self, args) ->
                Values.className(self).equals(Values.className(args.value(0)))
                    && Values.equal(self, args.value(0)))
        .defineAny("equal?", 1, 1, (self, args) -> self == args.value(0))
        .defineAny("===", 1, 1, (self, args) -> Values.matches(self, args.value(0), args.frame()))
        .defineAny("<=>", 1, 1, (self, args) -> Values.compare(self, args.value(0)))
        .defineAny("=~", 1, 1, ObjectMethods::matchOperator)
        .defineAny("!~", 1, 1, (self, args) -> matchOperator(self, args) == null)
        .defineAny("!", 0, 0, (self, args) -> !Values.truthy(self))
        .defineAny("between?", 2, 2, ObjectMethods::between)
        .defineAny("clamp", 1, 2, ObjectMethods::clamp);
    table
        .defineAny("<", 1, 1, (self, args) -> order("<", self, args) < 0)
        .defineAny("<=", 1, 1, (self, args) -> order("<=", self, args) <= 0)
        .defineAny(">", 1, 1, (self, args) -> order(">", self, args) > 0)
        .defineAny(">=", 1, 1, (self, args) -> order(">=", self, args) >= 0);
  }

  private static boolean isFrozen(@Nullable Object self) {
    if (self instanceof String || self instanceof List || self instanceof Map) {
      throw ExpressionException.unsupported("telling whether this is frozen");
    }
    return true;
  }

  private static boolean respondsTo(@Nullable Object self, String name) {
    RubyType type = RubyType.of(self);
    return type.find(name).isPresent()
        || RubyNames.isMethodOf(type.rubyName(), name)
        || name.equals("each") && ITERATED.contains(type.rubyName());
  }

  private static RubyModule module(Args args) {
    if (args.value(0) instanceof RubyModule module) {
      return module;
    }
    throw ExpressionException.typeError("class or module required");
  }

  private static @Nullable Object matchOperator(@Nullable Object self, Args args) {
    if (self instanceof RubyRegexp regexp) {
      return Regexps.indexOf(regexp, args.value(0), args.frame());
    }
    if (args.value(0) instanceof RubyRegexp regexp) {
      return self instanceof String ? Regexps.indexOf(regexp, self, args.frame()) : null;
    }
    if (self instanceof String && args.value(0) instanceof String) {
      throw ExpressionException.typeError("type mismatch: String given");
    }
    return null;
  }

  private static int order(String operator, @Nullable Object self, Args args) {
    if (self == null
        || self instanceof Boolean
        || self instanceof List<?>
        || self instanceof Map<?, ?>) {
      throw new ExpressionException(
          "NoMethodError",
          "undefined method `"
              + operator
              + "' for "
              + Inspect.of(self)
              + ":"
              + Values.className(self));
    }
    return Values.order(self, args.value(0));
  }

  private static boolean between(@Nullable Object self, Args args) {
    return Values.order(self, args.value(0)) >= 0 && Values.order(self, args.value(1)) <= 0;
  }

  private static @Nullable Object clamp(@Nullable Object self, Args args) {
    RubyRange range =
        args.value(0) instanceof RubyRange given
            ? given
            : new RubyRange(args.value(0), args.value(1), false);
    Object least = range.first();
    Object most = range.last();
    if (least != null && Values.order(self, least) < 0) {
      return least;
    }
    return most != null && Values.order(self, most) > 0 ? most : self;
  }

  private static @Nullable Object copy(@Nullable Object self) {
    if (self instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    return self instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : self;
  }

  private static @Nullable Object send(@Nullable Object self, Args args) {
    @Nullable Object[] rest = Arrays.copyOfRange(args.all(), 1, args.count());
    Block block = args.optionalBlock().orElse(null);
    Dispatch dispatch;
    try {
      dispatch = Dispatch.of(args.name(0), 0);
    } catch (UnsupportedRubyException e) {
      throw ExpressionException.unsupported("the method `" + args.name(0) + "'");
    }
    return dispatch.call(self, new Args(args.frame(), rest, block));
  }
}
