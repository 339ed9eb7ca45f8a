package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all values have in common: truth, equality, order, the name of their class. */
final class Values {

  private Values() {}

  /** Everything is true but nil and false. */
  static boolean truthy(@Nullable Object value) {
    return value != null && !Boolean.FALSE.equals(value);
  }

  @SuppressWarnings("unchecked") // a Ruby array holds anything
  static List<@Nullable Object> list(Object value) {
    return (List<@Nullable Object>) value;
  }

  @SuppressWarnings("unchecked") // a Ruby hash holds anything
  static Map<@Nullable Object, @Nullable Object> map(Object value) {
    return (Map<@Nullable Object, @Nullable Object>) value;
  }

  /** The class name of a value. */
  static String className(@Nullable Object value) {
    return value instanceof RubyError error
        ? error.errorClass()
        : value instanceof RubyModule ? "Class" : RubyType.of(value).rubyName();
  }

  /** The class name as error messages spell it: nil, true and false stand for themselves. */
  static String kindOf(@Nullable Object value) {
    return value == null || value instanceof Boolean ? Inspect.of(value) : className(value);
  }

  /** Ruby's {@code ==}. */
  static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left == right) {
      return !(left instanceof Double number && number.isNaN());
    }
    if (left == null || right == null) {
      return false;
    }
    if (isNumber(left) && isNumber(right)) {
      return Numbers.equal(left, right);
    }
    if (left instanceof List<?> one && right instanceof List<?> other) {
      return equalLists(one, other);
    }
    if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
      return one.size() == other.size()
          && one.entrySet().stream()
              .allMatch(
                  entry ->
                      other.containsKey(entry.getKey())
                          && equal(entry.getValue(), other.get(entry.getKey())));
    }
    if (left instanceof RubyTime one && right instanceof RubyTime other) {
      return one.instant().equals(other.instant());
    }
    return left.equals(right);
  }

  private static boolean equalLists(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    Iterator<?> others = other.iterator();
    for (Object element : one) {
      if (!equal(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof BigInteger;
  }

  /** Ruby's {@code <=>}; nil if the two have no order. */
  static @Nullable Long compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof String one && right instanceof String other) {
      return (long) Integer.signum(Texts.compare(one, other));
    }
    if (left != null && right != null && isNumber(left) && isNumber(right)) {
      return Numbers.compare(left, right);
    }
    if (left instanceof RubyTime one && right instanceof RubyTime other) {
      return (long) one.compareTo(other);
    }
    if (left instanceof RubySymbol one && right instanceof RubySymbol other) {
      return (long) Integer.signum(Texts.compare(one.name(), other.name()));
    }
    if (left instanceof List<?> one && right instanceof List<?> other) {
      return compareLists(one, other);
    }
    return equal(left, right) ? 0L : null;
  }

  private static @Nullable Long compareLists(List<?> one, List<?> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      Long order = compare(one.get(i), other.get(i));
      if (order == null || order != 0) {
        return order;
      }
    }
    return (long) Integer.compare(one.size(), other.size());
  }

  /** Order for sorting and for {@code <}. */
  static int order(@Nullable Object left, @Nullable Object right) {
    Long order = compare(left, right);
    if (order == null) {
      throw ExpressionException.argumentError(
          "comparison of " + className(left) + " with " + comparand(right) + " failed");
    }
    return order.intValue();
  }

  /** How Ruby names the other side of a failed comparison: simple values by themselves. */
  private static String comparand(@Nullable Object value) {
    return value == null || value instanceof Boolean || isNumber(value)
        ? Inspect.of(value)
        : className(value);
  }

  /** Ruby's {@code pattern === value}, the test of {@code when}. */
  static boolean matches(@Nullable Object pattern, @Nullable Object value, Frame frame) {
    if (pattern instanceof RubyModule module) {
      return isA(value, module.name());
    }
    if (pattern instanceof RubyRange range) {
      return range.covers(value);
    }
    if (pattern instanceof RubyRegexp regexp) {
      return (value instanceof String || value instanceof RubySymbol)
          && Regexps.match(regexp, value.toString(), 0, frame).isPresent();
    }
    return equal(pattern, value);
  }

  static boolean isA(@Nullable Object value, String name) {
    return value instanceof RubyError error
        ? RubyError.isA(error.errorClass(), name) || name.equals("Object")
        : RubyType.of(value).isA(name);
  }

  /** An exact integer, as a {@code Long} if it fits. */
  static Object integer(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  static BigInteger big(Object value) {
    return value instanceof BigInteger big ? big : BigInteger.valueOf((Long) value);
  }

  static BigDecimal decimal(Object value) {
    return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(big(value));
  }
}
