package io.millrace.config;

import io.millrace.api.PluginFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** A schema as text for a terminal. */
final class SchemaText {
  private final StringBuilder out = new StringBuilder();
  private final Deque<Class<?>> inside = new ArrayDeque<>();
  private final boolean compact;

  SchemaText(boolean compact) {
    this.compact = compact;
  }

  String plugin(PluginFactory<?, ?> factory) {
    out.append(factory.kind()).append(" @type ").append(factory.type());
    sentence(factory.sentence());
    fields(Schema.of(factory.config()), Map.of(), "");
    return out.toString();
  }

  private void fields(Schema schema, Map<String, String> defaults, String indent) {
    inside.push(schema.type());
    for (Schema.Field field : SchemaWords.flat(schema)) {
      out.append(indent);
      if (field instanceof Schema.SubSection section) {
        out.append('<').append(section.name()).append(">: ").append(SchemaWords.occurs(section));
        sentence(section.doc());
        if (!section.nested() && !inside.contains(section.type())) {
          fields(SchemaWords.of(section), SchemaWords.defaults(section), indent + "  ");
        }
      } else {
        String absent = SchemaWords.absent(field, defaults).map(def -> "(" + def + ")").orElse("");
        out.append(SchemaWords.label(field)).append(": ").append(SchemaWords.typeName(field));
        out.append(": ").append(absent.isEmpty() ? "required" : absent);
        sentence(SchemaWords.sentence(field));
      }
    }
    inside.pop();
  }

  private void sentence(String text) {
    out.append(compact ? "" : "  # " + text).append('\n');
  }
}
