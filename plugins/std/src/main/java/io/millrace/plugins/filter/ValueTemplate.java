package io.millrace.plugins.filter;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one value of a new record. Immutable; safe for use by several threads. */
@FunctionalInterface
interface ValueTemplate {
  /** Appends the value for the event of {@code scope}, exactly one. */
  void write(EventScope scope, PackWriter out);

  /** Makes templates of the texts in a {@code <record>} section. */
  interface Compiler {
    /** A value; it may keep the type of what it stands for. */
    ValueTemplate value(String text);

    /** A key, which is always text. */
    ValueTemplate key(String text);
  }

  /** The same value for every event. */
  static ValueTemplate constant(@Nullable Object value) {
    ByteArraySink packed = new ByteArraySink(16);
    new PackWriter(packed).value(value);
    ByteSlice bytes = ByteSlice.of(packed.toBytes());
    return (scope, out) -> out.packed(bytes);
  }

  /** A value as JSON gives it, with templates in all its texts and keys. */
  static ValueTemplate tree(@Nullable Object value, Compiler compiler) {
    if (value instanceof String text) {
      return compiler.value(text);
    } else if (value instanceof List<?> items) {
      return array(items, compiler);
    } else if (value instanceof Map<?, ?> fields) {
      ValueTemplate body = fields(fields, compiler);
      return (scope, out) -> {
        out.mapHeader(fields.size());
        body.write(scope, out);
      };
    }
    return constant(value);
  }

  private static ValueTemplate array(List<?> items, Compiler compiler) {
    List<ValueTemplate> templates = new ArrayList<>();
    for (Object item : items) {
      templates.add(tree(item, compiler));
    }
    return (scope, out) -> {
      out.arrayHeader(templates.size());
      for (int i = 0; i < templates.size(); i++) {
        templates.get(i).write(scope, out);
      }
    };
  }

  /** The fields of a map, each a key and a value, without the map's header. */
  static ValueTemplate fields(Map<?, ?> fields, Compiler compiler) {
    List<ValueTemplate> templates = new ArrayList<>();
    fields.forEach(
        (key, value) -> {
          templates.add(compiler.key(String.valueOf(key)));
          templates.add(tree(value, compiler));
        });
    return (scope, out) -> {
      for (int i = 0; i < templates.size(); i++) {
        templates.get(i).write(scope, out);
      }
    };
  }
}
