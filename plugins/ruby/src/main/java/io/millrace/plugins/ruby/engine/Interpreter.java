package io.millrace.plugins.ruby.engine;

import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionTier;
import io.millrace.expr.InvalidRubyException;
import io.millrace.expr.ScriptHost;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jruby.Ruby;
import org.jruby.RubyClass;
import org.jruby.exceptions.RaiseException;
import org.jruby.internal.runtime.methods.DynamicMethod;
import org.jspecify.annotations.Nullable;

/**
 * A JRuby that compiles each expression to a method of the main object, with its variables as
 * parameters. A method has its own local variables and its own last match in each call, so several
 * threads may call one at once.
 *
 * <p>Created by reflection in the class loader of JRuby; starts JRuby when it first compiles.
 */
public final class Interpreter implements ExpressionTier {

  private final AtomicInteger methods = new AtomicInteger();
  private final AtomicReference<@Nullable Ruby> started = new AtomicReference<>();

  /** Starts nothing yet. */
  public Interpreter() {}

  @Override
  public String name() {
    return "JRuby " + org.jruby.runtime.Constants.VERSION;
  }

  private Ruby runtime(ScriptHost host) {
    Ruby runtime = started.get();
    if (runtime == null) {
      runtime = start(host);
    }
    return runtime;
  }

  private synchronized Ruby start(ScriptHost host) {
    Ruby runtime = started.get();
    if (runtime == null) {
      runtime = Startup.start(host, Interpreter.class.getClassLoader());
      started.set(runtime);
    }
    return runtime;
  }

  @Override
  public boolean isRuby(String source, List<String> variables, ScriptHost host) {
    try {
      check(runtime(host), source, parameters(variables));
      return true;
    } catch (InvalidRubyException e) {
      return false;
    }
  }

  @Override
  public Expression compile(String source, List<String> variables, ScriptHost host) {
    Ruby runtime = runtime(host);
    String parameters = parameters(variables);
    check(runtime, source, parameters);
    String name = "__millrace_expression_" + methods.incrementAndGet();
    evaluate(runtime, "def self." + name + "(" + parameters + ")\n" + source + "\nend");
    RubyClass main = runtime.getTopSelf().getSingletonClass();
    DynamicMethod method = main.searchMethod(name);
    // The expression has it now: what stayed in the class would outlive every reload.
    main.removeMethod(runtime.getCurrentContext(), name);
    return new RubyExpression(
        runtime, method, name, new ScopeFunctions(runtime, variables), used(source, variables));
  }

  private static String parameters(List<String> variables) {
    return variables.stream()
        .filter(name -> !ScopeFunctions.isFunction(name))
        .collect(Collectors.joining(", "));
  }

  /** Which variables the code may look at: those whose names stand in it somewhere. */
  private static RubyExpression.Parameter[] used(String source, List<String> variables) {
    List<String> plain =
        variables.stream().filter(name -> !ScopeFunctions.isFunction(name)).toList();
    return plain.stream()
        .map(
            name ->
                new RubyExpression.Parameter(
                    variables.indexOf(name),
                    source.contains(name) || source.contains("binding") || source.contains("eval")))
        .toArray(RubyExpression.Parameter[]::new);
  }

  /**
   * Reads the code as the body of a block: code that would end the method below is no Ruby here.
   */
  private static void check(Ruby runtime, String source, String parameters) {
    evaluate(runtime, "proc { |" + parameters + "|\n" + source + "\n}");
  }

  private static void evaluate(Ruby runtime, String script) {
    try {
      runtime.evalScriptlet("# encoding: utf-8\n" + script);
    } catch (RaiseException e) {
      throw new InvalidRubyException(String.valueOf(e.getMessage()), 0);
    } catch (RuntimeException e) {
      // Only definitions are evaluated here, so it is the interpreter's own parser that failed.
      throw new InvalidRubyException("the Ruby parser fails on the code: " + e, 0);
    }
  }
}
