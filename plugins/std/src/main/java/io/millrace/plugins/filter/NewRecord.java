package io.millrace.plugins.filter;

import io.millrace.api.PluginContext;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonPacker;
import io.millrace.event.MalformedJsonException;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ScriptHost;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The fields of all {@code <record>} sections, compiled. Immutable. */
final class NewRecord {
  private static final int MAX_JSON = 1 << 20;

  private final ValueTemplate fields;
  private final int size;
  private final boolean mayMutate;

  private NewRecord(ValueTemplate fields, int size, boolean mayMutate) {
    this.fields = fields;
    this.size = size;
    this.mayMutate = mayMutate;
  }

  /**
   * Compiles the templates.
   *
   * @throws IllegalArgumentException if one holds Ruby that cannot be compiled
   */
  static NewRecord compile(RecordTransformerFilter.Config config, PluginContext context) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    config
        .records()
        .forEach(
            section ->
                section
                    .fields()
                    .forEach((key, text) -> values.put(key, json(text, context.log()))));
    if (!config.enableRuby()) {
      Placeholders compiler =
          new Placeholders(config.autoTypecast(), context.hostname(), context.log());
      return new NewRecord(ValueTemplate.fields(values, compiler), values.size(), false);
    }
    ScriptHost host =
        new ScriptHost(
            System.getenv(), context.hostname(), context.clock(), ZoneId.systemDefault());
    RubyTemplates compiler = new RubyTemplates(new ExpressionCompiler(host), config.autoTypecast());
    ValueTemplate fields = ValueTemplate.fields(values, compiler);
    context.log().debug("Ruby expressions of this filter: number={}", compiler.expressions());
    return new NewRecord(fields, values.size(), compiler.mayMutate());
  }

  /** The value that {@code text} is: JSON if it looks like a map or array, else itself. */
  private static @Nullable Object json(String text, Logger log) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return text;
    }
    ByteArraySink packed = new ByteArraySink(text.length());
    try {
      new JsonPacker(MAX_JSON).pack(ByteSlice.utf8(text), new PackWriter(packed));
    } catch (MalformedJsonException e) {
      log.warn(
          "failed to parse {} as json. Assuming {} is a string error=\"{}\"",
          text,
          text,
          e.getMessage());
      return text;
    }
    return PackReader.read(packed.array(), 0);
  }

  /** Number of fields. */
  int size() {
    return size;
  }

  /** Whether writing the fields may change maps and arrays of the record in place. */
  boolean mayMutate() {
    return mayMutate;
  }

  /** Appends key and value of each field. */
  void write(EventScope scope, PackWriter out) {
    fields.write(scope, out);
  }
}
