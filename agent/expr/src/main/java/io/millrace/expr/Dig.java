package io.millrace.expr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ruby's {@code dig}: one step after the other into arrays and hashes, until one is nil. */
final class Dig {

  private Dig() {}

  static @Nullable Object into(Object self, Args args) {
    Object at = self;
    for (int i = 0; i < args.count() && at != null; i++) {
      at = step(at, args.value(i));
    }
    return at;
  }

  private static @Nullable Object step(Object from, @Nullable Object key) {
    if (from instanceof Map<?, ?> map) {
      return map.get(key);
    }
    if (!(from instanceof List<?> list)) {
      throw ExpressionException.typeError(Values.className(from) + " does not have #dig method");
    }
    if (!(key instanceof Long index)) {
      throw Args.noConversion(key, "Integer");
    }
    long position = index < 0 ? index + list.size() : index;
    return position < 0 || position >= list.size() ? null : list.get((int) position);
  }
}
