package io.millrace.plugins.ruby.engine;

import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.Scope;
import org.jruby.Ruby;
import org.jruby.RubyException;
import org.jruby.exceptions.RaiseException;
import org.jruby.internal.runtime.methods.DynamicMethod;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/** A method of the main object, called with the variables of the scope. */
final class RubyExpression implements Expression {

  /**
   * A parameter of the method.
   *
   * @param slot which variable of the scope it is
   * @param used whether the code mentions it; if not, it is nil
   */
  record Parameter(int slot, boolean used) {}

  private final Ruby runtime;
  private final DynamicMethod method;
  private final String name;
  private final ScopeFunctions functions;
  private final Parameter[] parameters;

  RubyExpression(
      Ruby runtime,
      DynamicMethod method,
      String name,
      ScopeFunctions functions,
      Parameter[] parameters) {
    this.runtime = runtime;
    this.method = method;
    this.name = name;
    this.functions = functions;
    this.parameters = parameters;
  }

  @Override
  public @Nullable Object evaluate(Scope scope) {
    @Nullable Object[] given = new Object[parameters.length];
    IRubyObject[] arguments = new IRubyObject[parameters.length];
    ToRuby toRuby = new ToRuby(runtime);
    for (int i = 0; i < arguments.length; i++) {
      given[i] = parameters[i].used ? scope.value(parameters[i].slot) : null;
      arguments[i] = toRuby.value(given[i]);
    }
    functions.enter(scope);
    try {
      return new FromRuby().value(call(arguments));
    } finally {
      functions.leave();
      for (int i = 0; i < arguments.length; i++) {
        WriteBack.into(given[i], arguments[i]);
      }
    }
  }

  private IRubyObject call(IRubyObject[] arguments) {
    IRubyObject main = runtime.getTopSelf();
    try {
      return method.call(
          runtime.getCurrentContext(), main, main.getSingletonClass(), name, arguments);
    } catch (RaiseException e) {
      RubyException error = e.getException();
      throw new ExpressionException(
          error.getMetaClass().getRealClass().getName(),
          error.callMethod(runtime.getCurrentContext(), "message").asString().asJavaString());
    } catch (StackOverflowError e) {
      throw new ExpressionException("SystemStackError", "stack level too deep");
    }
  }

  @Override
  public String engine() {
    return "JRuby";
  }
}
