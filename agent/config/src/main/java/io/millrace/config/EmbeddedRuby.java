package io.millrace.config;

import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.InvalidRubyException;
import io.millrace.expr.RubyText;
import io.millrace.expr.Scope;
import io.millrace.expr.ScriptHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the <code>#{code}</code> of a configuration while it is read. The code sees {@code
 * hostname} and {@code worker_id}; by calling {@code use_nil} or {@code use_default} it makes the
 * whole value nil or the default.
 */
final class EmbeddedRuby {

  private static final List<String> NAMES =
      List.of("hostname", "worker_id", "use_nil()", "use_default()");

  private final ExpressionCompiler compiler;
  private final ScriptHost host;
  private final String workerId;

  EmbeddedRuby(ExpressionCompiler compiler, ScriptHost host, String workerId) {
    this.compiler = compiler;
    this.host = host;
    this.workerId = workerId;
  }

  /** What the code of one value has called. */
  static final class Effects {
    private boolean nil;
    private boolean byDefault;

    /** The value of the text, unless the code made it nil or the default. */
    ConfigValue value(ConfigValue.Kind kind, String text) {
      if (nil) {
        return ConfigValue.NIL;
      }
      return byDefault ? ConfigValue.DEFAULT : new ConfigValue(kind, text);
    }
  }

  /**
   * Evaluates the code behind <code>#{</code> and moves behind its closing brace.
   *
   * @return the value as text
   */
  String evaluate(ConfigText source, Effects effects) {
    ExpressionCompiler.Embedded code;
    int start = source.position();
    try {
      code = compiler.compileEmbedded(source.text(), start, NAMES);
    } catch (InvalidRubyException e) {
      throw source.error("cannot use the embedded Ruby code: " + e.getMessage());
    }
    try {
      Object value = code.expression().evaluate(scope(effects));
      source.moveTo(code.end());
      return RubyText.of(value);
    } catch (ExpressionException e) {
      throw source.error(
          "the embedded Ruby code #{"
              + source.text().substring(start, code.end())
              + " failed: "
              + e.getMessage());
    }
  }

  private Scope scope(Effects effects) {
    return slot -> value(NAMES.get(slot), effects);
  }

  private @Nullable Object value(String name, Effects effects) {
    return switch (name) {
      case "hostname" -> host.hostname();
      case "worker_id" -> workerId;
      case "use_nil()" -> {
        effects.nil = true;
        yield null;
      }
      default -> {
        effects.byDefault = true;
        yield null;
      }
    };
  }
}
