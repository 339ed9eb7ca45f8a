package io.millrace.config;

import io.millrace.api.PluginFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A schema as JSON, for programs. */
final class SchemaJson {
  private final Deque<Class<?>> inside = new ArrayDeque<>();

  private SchemaJson() {}

  static String plugin(PluginFactory<?, ?> factory) {
    Map<String, @Nullable Object> top = new LinkedHashMap<>();
    top.put("kind", factory.kind());
    top.put("type", factory.type());
    top.put("doc", factory.sentence());
    new SchemaJson().fields(Schema.of(factory.config()), Map.of(), top);
    return JsonText.text(top);
  }

  private void fields(
      Schema schema, Map<String, String> defaults, Map<String, @Nullable Object> object) {
    inside.push(schema.type());
    List<Object> parameters = new ArrayList<>();
    List<Object> sections = new ArrayList<>();
    for (Schema.Field field : SchemaWords.flat(schema)) {
      if (field instanceof Schema.SubSection section) {
        sections.add(section(section));
      } else {
        parameters.add(parameter(field, defaults));
      }
    }
    object.put("parameters", parameters);
    object.put("sections", sections);
    inside.pop();
  }

  private Map<String, @Nullable Object> section(Schema.SubSection section) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("name", section.name());
    entry.put("doc", section.doc());
    entry.put("occurs", SchemaWords.occurs(section));
    Map<String, String> defaults = SchemaWords.defaults(section);
    if (section.nested()) {
      entry.put("plugin", Binder.kind(section.type()));
      if (defaults.containsKey("@type")) {
        entry.put("default_type", defaults.get("@type"));
      }
    } else if (!inside.contains(section.type())) {
      fields(SchemaWords.of(section), defaults, entry);
    }
    return entry;
  }

  private static Map<String, @Nullable Object> parameter(
      Schema.Field field, Map<String, String> defaults) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("name", SchemaWords.label(field));
    entry.put("doc", SchemaWords.sentence(field));
    entry.put("type", SchemaWords.typeName(field));
    entry.put("required", SchemaWords.absent(field, defaults).isEmpty());
    if (field instanceof Schema.Parameter parameter) {
      Optional.ofNullable(defaults.get(parameter.name()))
          .or(parameter::def)
          .ifPresent(def -> entry.put("default", def));
      if (parameter.options().secret()) {
        entry.put("secret", true);
      }
    }
    return entry;
  }
}
