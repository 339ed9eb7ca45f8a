package io.millrace.config;

import io.millrace.api.PluginFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what a plugin can be configured with, from the record that declares it. */
public final class SchemaPrinter {

  /** Sections may hold themselves; deeper than this they are not shown. */
  private static final int MAX_DEPTH = 6;

  private SchemaPrinter() {}

  /** One line per parameter, sections indented: {@code name: type: (default) # sentence}. */
  public static String text(PluginFactory<?, ?> factory) {
    StringBuilder out = new StringBuilder();
    out.append(factory.kind()).append(" @type ").append(factory.type());
    out.append("  # ").append(factory.sentence()).append('\n');
    text(Schema.of(factory.config()), "", out, 0);
    return out.toString();
  }

  private static void text(Schema schema, String indent, StringBuilder out, int depth) {
    for (Schema.Field field : flat(schema)) {
      out.append(indent);
      if (field instanceof Schema.SubSection section) {
        out.append('<').append(section.name()).append(">: ").append(occurs(section));
        out.append("  # ").append(section.doc()).append('\n');
        if (!section.nested() && depth < MAX_DEPTH) {
          text(schemaOf(section), indent + "  ", out, depth + 1);
        }
      } else {
        out.append(label(field)).append(": ").append(typeName(field)).append(": ");
        out.append(presence(field)).append("  # ").append(sentence(field)).append('\n');
      }
    }
  }

  /** A page with one table per section. */
  public static String markdown(PluginFactory<?, ?> factory) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(factory.type()).append(" (").append(factory.kind()).append(")\n\n");
    out.append(factory.sentence()).append('\n');
    markdown(Schema.of(factory.config()), "", out, 0);
    return out.toString();
  }

  private static void markdown(Schema schema, String path, StringBuilder out, int depth) {
    List<Schema.Field> plain =
        flat(schema).stream().filter(field -> !(field instanceof Schema.SubSection)).toList();
    if (!plain.isEmpty()) {
      out.append("\n| Parameter | Type | Default | |\n|---|---|---|---|\n");
    }
    for (Schema.Field field : plain) {
      out.append("| `").append(label(field)).append("` | ").append(typeName(field)).append(" | ");
      out.append(cell(presence(field))).append(" | ").append(cell(sentence(field))).append(" |\n");
    }
    for (Schema.Field field : flat(schema)) {
      if (field instanceof Schema.SubSection section) {
        String name = path + "<" + section.name() + ">";
        out.append("\n## `").append(name).append("`\n\n");
        out.append(section.doc()).append(" (").append(occurs(section)).append(")\n");
        if (!section.nested() && depth < MAX_DEPTH) {
          markdown(schemaOf(section), name + " ", out, depth + 1);
        }
      }
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  /** The same as an object: {@code type}, {@code kind}, {@code parameters}, {@code sections}. */
  public static String json(PluginFactory<?, ?> factory) {
    Map<String, @Nullable Object> top = new LinkedHashMap<>();
    top.put("kind", factory.kind());
    top.put("type", factory.type());
    top.put("doc", factory.sentence());
    top.putAll(object(Schema.of(factory.config()), 0));
    return JsonText.text(top);
  }

  private static Map<String, @Nullable Object> object(Schema schema, int depth) {
    List<Object> parameters = new ArrayList<>();
    List<Object> sections = new ArrayList<>();
    for (Schema.Field field : flat(schema)) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("name", label(field));
      entry.put("doc", sentence(field));
      if (field instanceof Schema.SubSection section) {
        entry.put("occurs", occurs(section));
        if (!section.nested() && depth < MAX_DEPTH) {
          entry.putAll(object(schemaOf(section), depth + 1));
        }
        sections.add(entry);
      } else {
        entry.put("type", typeName(field));
        addPresence(field, entry);
        parameters.add(entry);
      }
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("parameters", parameters);
    object.put("sections", sections);
    return object;
  }

  private static void addPresence(Schema.Field field, Map<String, @Nullable Object> entry) {
    if (field instanceof Schema.Parameter parameter) {
      entry.put("required", parameter.required());
      parameter.def().ifPresent(def -> entry.put("default", def));
      if (parameter.options().secret()) {
        entry.put("secret", true);
      }
    }
  }

  private static List<Schema.Field> flat(Schema schema) {
    List<Schema.Field> flat = new ArrayList<>();
    for (Schema.Field field : schema.fields()) {
      if (field instanceof Schema.Group group) {
        flat.addAll(flat(group.schema()));
      } else {
        flat.add(field);
      }
    }
    return flat;
  }

  private static Schema schemaOf(Schema.SubSection section) {
    return Schema.of(section.type().asSubclass(Record.class));
  }

  private static String label(Schema.Field field) {
    if (field instanceof Schema.SectionArgument) {
      return "argument";
    }
    return field instanceof Schema.OtherParameters ? "any other name" : field.name();
  }

  private static String sentence(Schema.Field field) {
    if (field instanceof Schema.Parameter parameter) {
      String deprecated = parameter.options().deprecated();
      String obsoleted = parameter.options().obsoleted();
      return field.doc()
          + (deprecated.isEmpty() ? "" : " Deprecated: " + deprecated)
          + (obsoleted.isEmpty() ? "" : " Removed: " + obsoleted);
    }
    return field.doc();
  }

  private static String occurs(Schema.SubSection section) {
    String presence = section.options().required() ? "required" : "optional";
    boolean many = section.occurs() == Schema.Occurs.REPEATED;
    return presence + ", " + (many ? "multiple" : "single");
  }

  private static String presence(Schema.Field field) {
    if (field instanceof Schema.Parameter parameter) {
      return parameter
          .def()
          .map(def -> "(" + (def.isEmpty() ? "\"\"" : def) + ")")
          .orElse(parameter.optional() ? "(nil)" : "required");
    }
    if (field instanceof Schema.SectionArgument argument) {
      return argument
          .def()
          .map(def -> "(" + def + ")")
          .orElse(argument.optional() ? "(nil)" : "required");
    }
    return "";
  }

  private static String typeName(Schema.Field field) {
    if (field instanceof Schema.Parameter parameter) {
      return typeName(parameter.type());
    }
    return field instanceof Schema.SectionArgument argument ? typeName(argument.type()) : "string";
  }

  /** Fluentd's word for a type; the choices of an enum. */
  private static String typeName(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class ? "hash" : "array";
    }
    if (!(type instanceof Class<?> plain)) {
      return type.getTypeName();
    }
    if (plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants())
          .map(constant -> Converter.optionName((Enum<?>) constant))
          .collect(Collectors.joining(", ", "enum (", ")"));
    }
    return switch (plain.getSimpleName()) {
      case "int", "long", "Integer", "Long" -> "integer";
      case "double", "Double" -> "float";
      case "boolean", "Boolean" -> "bool";
      case "Duration" -> "time";
      case "RubyRegexp" -> "regexp";
      case "RecordPath", "Template", "Path" -> "string";
      default -> plain.getSimpleName().toLowerCase(Locale.ROOT);
    };
  }
}
