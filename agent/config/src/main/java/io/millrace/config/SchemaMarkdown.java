package io.millrace.config;

import io.millrace.api.PluginFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schema as a page of Markdown. */
final class SchemaMarkdown {
  private final StringBuilder out = new StringBuilder();
  private final Deque<Class<?>> inside = new ArrayDeque<>();
  private final boolean compact;

  SchemaMarkdown(boolean compact) {
    this.compact = compact;
  }

  String plugin(PluginFactory<?, ?> factory) {
    out.append("# ").append(factory.type()).append(" (").append(factory.kind()).append(")\n\n");
    out.append(factory.sentence()).append('\n');
    List<String> others = factory.types().subList(1, factory.types().size());
    if (!others.isEmpty()) {
      out.append("\nAlso called `").append(String.join("`, `", others)).append("`.\n");
    }
    fields(Schema.of(factory.config()), Map.of(), "");
    return out.toString();
  }

  String section(Class<? extends Record> section) {
    fields(Schema.of(section), Map.of(), "");
    return out.toString();
  }

  private void fields(Schema schema, Map<String, String> defaults, String path) {
    inside.push(schema.type());
    table(schema, defaults);
    for (Schema.SubSection section : schema.sections()) {
      String name = path + "<" + section.name() + ">";
      out.append("\n## `").append(name).append("`\n\n");
      out.append(section.doc()).append(" (").append(SchemaWords.occurs(section)).append(")\n");
      if (section.nested()) {
        nested(section);
      } else if (inside.contains(section.type())) {
        out.append("\nTakes what the section around it takes.\n");
      } else {
        fields(SchemaWords.of(section), SchemaWords.defaults(section), name + " ");
      }
    }
    inside.pop();
  }

  private void nested(Schema.SubSection section) {
    String kind = Binder.kind(section.type());
    out.append("\nA plugin of the kind `").append(kind).append("`, by its `@type`");
    Map<String, String> defaults = SchemaWords.defaults(section);
    Optional.ofNullable(defaults.get("@type"))
        .ifPresent(type -> out.append(" (default: `").append(type).append("`)"));
    out.append(".\n");
  }

  private void table(Schema schema, Map<String, String> defaults) {
    List<Schema.Field> plain =
        SchemaWords.flat(schema).stream()
            .filter(field -> !(field instanceof Schema.SubSection))
            .toList();
    if (plain.isEmpty()) {
      return;
    }
    out.append("\n| Parameter | Type | Default |").append(compact ? "\n" : " Meaning |\n");
    out.append("|---|---|---|").append(compact ? "\n" : "---|\n");
    for (Schema.Field field : plain) {
      out.append("| ").append(name(field));
      out.append(" | ").append(cell(SchemaWords.typeName(field))).append(" | ");
      out.append(
          SchemaWords.absent(field, defaults).map(SchemaMarkdown::value).orElse("**required**"));
      out.append(compact ? " |\n" : " | " + cell(SchemaWords.sentence(field)) + " |\n");
    }
  }

  private static String name(Schema.Field field) {
    String label = SchemaWords.label(field);
    return field.name().isEmpty() ? "*" + label + "*" : "`" + label + "`";
  }

  private static String value(String absent) {
    return absent.equals("nil") ? "none" : "`" + code(absent) + "`";
  }

  private static String cell(String text) {
    return code(text).replace("<", "&lt;");
  }

  /** In a code span everything stands for itself, but the table's bar. */
  private static String code(String text) {
    return text.replace("|", "\\|").replace("\n", "\\n");
  }
}
