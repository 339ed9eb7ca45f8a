package io.millrace.expr;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one Ruby class.
 *
 * @param <T> the Java class of its values
 */
final class MethodTable<T> {

  /** A method's body. */
  @FunctionalInterface
  interface Body<T> {
    @Nullable Object call(T self, Args args);
  }

  /** A method of every object, which therefore may be called on nil. */
  @FunctionalInterface
  interface AnyBody {
    @Nullable Object call(@Nullable Object self, Args args);
  }

  private final String owner;
  private final Map<String, RubyMethod> methods = new HashMap<>();

  MethodTable(String owner) {
    this.owner = owner;
  }

  /** The Ruby name of the class. */
  String owner() {
    return owner;
  }

  /** Defines a method without parameters. */
  MethodTable<T> define(String names, Body<T> body) {
    return define(names, 0, 0, body);
  }

  /**
   * Defines a method.
   *
   * @param names its name, and its other names, separated by spaces
   * @param least fewest arguments
   * @param most most arguments
   */
  @SuppressWarnings("unchecked") // dispatch looks only into the table of the value's own class
  MethodTable<T> define(String names, int least, int most, Body<T> body) {
    return defineAny(
        names, least, most, (self, args) -> body.call((T) Objects.requireNonNull(self), args));
  }

  MethodTable<T> defineAny(String names, int least, int most, AnyBody body) {
    RubyMethod method = new RubyMethod(least, most, body);
    for (String name : names.split(" ")) {
      methods.put(name, method);
    }
    return this;
  }

  Optional<RubyMethod> find(String name) {
    return Optional.ofNullable(methods.get(name));
  }

  Set<String> names() {
    return methods.keySet();
  }
}
