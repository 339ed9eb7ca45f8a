package io.millrace.expr;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A method name resolved against every class when the expression is compiled: a call then is one
 * look into an array, whatever the receiver turns out to be.
 */
final class Dispatch {

  private final String name;
  private final Map<RubyType, RubyMethod> methods = new EnumMap<>(RubyType.class);

  private Dispatch(String name) {
    this.name = name;
    for (RubyType type : RubyType.values()) {
      type.find(name).ifPresent(method -> methods.put(type, method));
    }
  }

  /**
   * Resolves a name.
   *
   * @throws UnsupportedRubyException if Ruby has a method of this name and this engine has not
   */
  static Dispatch of(String name, int position) {
    Dispatch dispatch = new Dispatch(name);
    if (!dispatch.isKnown() && RubyNames.isMethod(name)) {
      throw new UnsupportedRubyException("the method `" + name + "'", position);
    }
    return dispatch;
  }

  private boolean isKnown() {
    return !methods.isEmpty() || Constants.anyModuleHas(name);
  }

  @Nullable Object call(@Nullable Object self, Args args) {
    RubyMethod method = methods.get(RubyType.of(self));
    if (self instanceof RubyModule module) {
      Optional<RubyMethod> own = module.methods().find(name);
      method = own.isPresent() ? own.get() : method;
    }
    if (method == null) {
      throw missing(self);
    }
    return method.call(self, args);
  }

  private ExpressionException missing(@Nullable Object self) {
    RubyType type = RubyType.of(self);
    if (self instanceof RubyModule module) {
      return ExpressionException.unsupported(module.name() + "." + name);
    }
    if (type == RubyType.ENUMERATOR) {
      return ExpressionException.unsupported("Enumerator#" + name);
    }
    if (RubyNames.isMethodOf(type.rubyName(), name)) {
      return ExpressionException.unsupported(type.rubyName() + "#" + name);
    }
    return new ExpressionException(
        "NoMethodError", "undefined method `" + name + "' for " + describe(self, type));
  }

  private static String describe(@Nullable Object self, RubyType type) {
    if (self == null || self instanceof Boolean) {
      return Inspect.of(self) + ":" + type.rubyName();
    }
    return Inspect.of(self) + ":" + type.rubyName();
  }
}
