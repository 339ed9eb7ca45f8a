package io.millrace.plugins.ruby.engine;

import io.millrace.expr.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jruby.Ruby;
import org.jruby.RubyModule;
import org.jruby.internal.runtime.methods.JavaMethod;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.Visibility;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one expression that are functions, such as {@code use_nil()}: asking for their
 * value is their effect. They are methods of the main object, which look up the evaluation their
 * thread is in.
 */
final class ScopeFunctions {

  /** An evaluation that can call functions. */
  private record Entered(ScopeFunctions functions, Scope scope) {}

  private static final ThreadLocal<@Nullable Entered> CURRENT = new ThreadLocal<>();

  private final Map<String, Integer> slots = new HashMap<>();

  /** Defines the functions among {@code variables}. */
  ScopeFunctions(Ruby runtime, List<String> variables) {
    RubyModule main = runtime.getTopSelf().getSingletonClass();
    for (int slot = 0; slot < variables.size(); slot++) {
      String variable = variables.get(slot);
      if (isFunction(variable)) {
        String name = variable.substring(0, variable.length() - 2);
        slots.put(name, slot);
        main.addMethod(name, new Call(main, name));
      }
    }
  }

  static boolean isFunction(String variable) {
    return variable.endsWith("()");
  }

  /** Makes this thread's calls ask {@code scope}, until {@link #leave}. */
  void enter(Scope scope) {
    if (!slots.isEmpty()) {
      CURRENT.set(new Entered(this, scope));
    }
  }

  void leave() {
    if (!slots.isEmpty()) {
      CURRENT.remove();
    }
  }

  private static final class Call extends JavaMethod.JavaMethodZero {

    Call(RubyModule main, String name) {
      super(main, Visibility.PUBLIC, name);
    }

    @Override
    public IRubyObject call(
        ThreadContext context, IRubyObject self, RubyModule type, String called) {
      Entered entered = CURRENT.get();
      Integer slot = entered == null ? null : entered.functions.slots.get(name);
      if (entered == null || slot == null) {
        throw context.runtime.newNameError(
            "undefined local variable or method `" + name + "'", name);
      }
      return new ToRuby(context.runtime).value(entered.scope.value(slot));
    }
  }
}
