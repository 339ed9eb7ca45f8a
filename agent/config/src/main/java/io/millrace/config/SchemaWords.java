package io.millrace.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The words in which all forms of a schema say the same. */
final class SchemaWords {
  private SchemaWords() {}

  /** The fields of {@code schema}, those of shared groups in their place. */
  static List<Schema.Field> flat(Schema schema) {
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

  /** The record of a section that is no nested plugin. */
  static Schema of(Schema.SubSection section) {
    return Schema.of(section.type().asSubclass(Record.class));
  }

  /** What a user writes to set it. */
  static String label(Schema.Field field) {
    if (field instanceof Schema.SectionArgument) {
      return "argument";
    }
    return field instanceof Schema.OtherParameters ? "any other name" : field.name();
  }

  /** What it is for, and what not to use. */
  static String sentence(Schema.Field field) {
    StringBuilder sentence = new StringBuilder(field.doc());
    if (field instanceof Schema.Parameter parameter) {
      if (!parameter.options().alias().isEmpty()) {
        sentence.append(" Also: ").append(parameter.options().alias()).append('.');
      }
      if (parameter.options().secret()) {
        sentence.append(" Secret: never shown.");
      }
      if (!parameter.options().deprecated().isEmpty()) {
        sentence.append(" Deprecated: ").append(parameter.options().deprecated());
      }
      if (!parameter.options().obsoleted().isEmpty()) {
        sentence.append(" Removed: ").append(parameter.options().obsoleted());
      }
    }
    return sentence.toString();
  }

  /** Whether a section must be there, and how often it may. */
  static String occurs(Schema.SubSection section) {
    String presence = section.options().required() ? "required" : "optional";
    boolean many = section.occurs() == Schema.Occurs.REPEATED;
    return presence + ", " + (many ? "multiple" : "single");
  }

  /** What a parameter is if nobody sets it; empty if it must be set. */
  static Optional<String> absent(Schema.Field field, Map<String, String> sectionDefaults) {
    if (field instanceof Schema.Parameter parameter) {
      return Optional.ofNullable(sectionDefaults.get(parameter.name()))
          .or(parameter::def)
          .map(def -> def.isEmpty() ? "\"\"" : def)
          .or(() -> parameter.optional() ? Optional.of("nil") : Optional.empty());
    }
    if (field instanceof Schema.SectionArgument argument) {
      return argument.def().or(() -> argument.optional() ? Optional.of("nil") : Optional.empty());
    }
    return Optional.of("nil");
  }

  /** The defaults that a section gives what is in it, by parameter. */
  static Map<String, String> defaults(Schema.SubSection section) {
    return Arrays.stream(section.options().defaults())
        .map(line -> line.split(" ", 2))
        .collect(
            Collectors.toMap(words -> words[0], words -> words.length > 1 ? words[1] : "true"));
  }

  static String typeName(Schema.Field field) {
    if (field instanceof Schema.Parameter parameter) {
      return typeName(parameter.type());
    }
    return field instanceof Schema.SectionArgument argument ? typeName(argument.type()) : "string";
  }

  /** Fluentd's word for a type; the choices of an enum. */
  private static String typeName(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? "hash"
          : generic.getRawType() == Set.class ? "octal mode" : "array";
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
