package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a method is called with. Typed access raises the {@code TypeError} Ruby raises. */
final class Args {

  private final Frame frame;
  private final @Nullable Object[] values;
  private final @Nullable Block block;

  Args(Frame frame, @Nullable Object[] values, @Nullable Block block) {
    this.frame = frame;
    this.values = values;
    this.block = block;
  }

  Frame frame() {
    return frame;
  }

  int count() {
    return values.length;
  }

  boolean has(int index) {
    return index < values.length;
  }

  @Nullable Object[] all() {
    return values;
  }

  List<@Nullable Object> asList() {
    return EnumerableMethods.listOf(values);
  }

  /** An argument; nil if it was not given. */
  @Nullable Object value(int index) {
    return index >= 0 && index < values.length ? values[index] : null;
  }

  boolean hasBlock() {
    return block != null;
  }

  Block block() {
    if (block == null) {
      // Most methods of Ruby then give an enumerator, some raise an error.
      throw ExpressionException.unsupported("calling this method without a block");
    }
    return block;
  }

  /** For a method that gives something else with a block than without one. */
  void refuseBlock(String method) {
    if (block != null) {
      throw ExpressionException.unsupported("`" + method + "' with a block");
    }
  }

  Optional<Block> optionalBlock() {
    return Optional.ofNullable(block);
  }

  String text(int index) {
    Object value = value(index);
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof RubyRegexp) {
      throw ExpressionException.unsupported("a regular expression as this argument");
    }
    throw noConversion(value, "String");
  }

  /** A string, or a symbol's name. */
  String name(int index) {
    return value(index) instanceof RubySymbol symbol ? symbol.name() : text(index);
  }

  long integer(int index) {
    Object value = value(index);
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Double number) {
      return number.longValue();
    }
    if (value instanceof BigInteger) {
      throw new ExpressionException("RangeError", "bignum too big to convert into `long'");
    }
    throw value == null
        ? ExpressionException.typeError("no implicit conversion from nil to integer")
        : noConversion(value, "Integer");
  }

  int index(int index) {
    return Math.toIntExact(integer(index));
  }

  long integer(int index, long otherwise) {
    return has(index) ? integer(index) : otherwise;
  }

  List<@Nullable Object> list(int index) {
    Object value = value(index);
    if (value instanceof List<?>) {
      return Values.list(value);
    }
    throw noConversion(value, "Array");
  }

  Map<@Nullable Object, @Nullable Object> map(int index) {
    Object value = value(index);
    if (value instanceof Map<?, ?>) {
      return Values.map(value);
    }
    throw noConversion(value, "Hash");
  }

  /** A pattern: a regular expression as it is, a string taken literally. */
  boolean isRegexp(int index) {
    return value(index) instanceof RubyRegexp;
  }

  static ExpressionException noConversion(@Nullable Object value, String target) {
    return ExpressionException.typeError(
        "no implicit conversion of " + Values.kindOf(value) + " into " + target);
  }
}
