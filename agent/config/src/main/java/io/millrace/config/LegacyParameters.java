package io.millrace.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parameters of Fluentd v0.12, which stood in the plugin's section itself, as the sections that
 * took their place: {@code format json} is {@code <parse>} or {@code <format>}, {@code
 * include_tag_key} is {@code <inject>}. Only for sections that the plugin has and the user did not
 * write.
 *
 * <p>Source: Fluentd's compat parameters.
 */
final class LegacyParameters {
  private static final Set<String> PARSER =
      Set.of(
          "types",
          "types_delimiter",
          "types_label_delimiter",
          "keys",
          "time_key",
          "time_format",
          "time_type",
          "localtime",
          "utc",
          "timezone",
          "delimiter",
          "keep_time_key",
          "null_empty_string",
          "null_value_pattern",
          "json_parser",
          "label_delimiter",
          "format_firstline",
          "message_key",
          "with_priority",
          "message_format",
          "rfc5424_time_format");
  private static final Pattern NUMBERED_FORMAT = Pattern.compile("format([1-9]|1[0-9]|20)");
  private static final Set<String> FORMATTER =
      Set.of(
          "delimiter",
          "keys",
          "fields",
          "force_quotes",
          "output_time",
          "output_tag",
          "output_type",
          "localtime",
          "utc",
          "timezone",
          "message_key",
          "add_newline",
          "label_delimiter",
          "json_parser");
  private static final Set<String> INJECT =
      Set.of("time_key", "time_format", "tag_key", "localtime", "utc", "timezone");

  private final ConfigElement element;
  private final Schema schema;
  private final List<ConfigElement> sections = new ArrayList<>();

  private LegacyParameters(ConfigElement element, Schema schema) {
    this.element = element;
    this.schema = schema;
  }

  /** {@code element} with the sections that its old parameters stand for; itself if it has none. */
  static ConfigElement modernise(ConfigElement element, Schema schema) {
    LegacyParameters legacy = new LegacyParameters(element, schema);
    legacy.sections.addAll(LegacyExecFilter.sections(element, schema));
    legacy.parse();
    legacy.format();
    legacy.inject();
    return legacy.sections.isEmpty() ? element : element.withSections(legacy.sections);
  }

  private boolean mayAdd(String section) {
    return element.children(section).isEmpty()
        && sections.stream().noneMatch(added -> added.name().equals(section))
        && has(section);
  }

  private boolean has(String section) {
    return schema.sections().stream().anyMatch(known -> known.name().equals(section));
  }

  /** A parameter of the user's that the plugin itself has no use for. */
  private boolean isFree(String name) {
    return element.peek(name).isPresent()
        && schema.parameters().stream().noneMatch(known -> known.name().equals(name));
  }

  private void parse() {
    if (!mayAdd("parse") || !isFree("format")) {
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    element
        .text("format")
        .ifPresent(
            format -> {
              parameters.put("@type", format.startsWith("/") ? "regexp" : format);
              if (format.startsWith("/")) {
                parameters.put("expression", format);
              }
            });
    for (Parameter parameter : element.parameters()) {
      String name = parameter.name();
      if ((PARSER.contains(name) || NUMBERED_FORMAT.matcher(name).matches()) && isFree(name)) {
        element.use(name);
        parameters.put(name, parameter.text());
      }
    }
    add("parse", parameters);
  }

  private void format() {
    // a plugin that never had more of them than format has no <inject> either
    boolean given = has("inject") && FORMATTER.stream().anyMatch(this::isFree);
    if (!mayAdd("format") || !(isFree("format") || given)) {
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    element.text("format").ifPresent(format -> parameters.put("@type", format));
    if (isFree("time_as_epoch") && isTrue("time_as_epoch")) {
      parameters.put("time_type", "unixtime");
    }
    for (Parameter parameter : element.parameters()) {
      if (FORMATTER.contains(parameter.name())) {
        element.use(parameter.name());
        parameters.put(parameter.name(), parameter.text());
      }
    }
    add("format", parameters);
  }

  private void inject() {
    if (!mayAdd("inject")) {
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    INJECT.stream()
        .filter(this::isFree)
        .forEach(name -> taken(name).ifPresent(value -> parameters.put(name, value)));
    if (isFree("include_time_key") && isTrue("include_time_key")) {
      parameters.putIfAbsent("time_key", "time");
      parameters.put("time_type", "string");
    }
    if (isFree("time_as_epoch") && isTrue("time_as_epoch")) {
      parameters.putIfAbsent("time_key", "time");
      parameters.put("time_type", "unixtime");
    }
    if (isFree("include_tag_key") && isTrue("include_tag_key")) {
      parameters.putIfAbsent("tag_key", "tag");
    }
    if (!parameters.isEmpty()) {
      add("inject", parameters);
    }
  }

  private boolean isTrue(String name) {
    return taken(name).filter(value -> !value.equals("false") && !value.equals("no")).isPresent();
  }

  private Optional<String> taken(String name) {
    return element.use(name).map(Parameter::text);
  }

  private void add(String section, Map<String, String> parameters) {
    ConfigElement.Builder builder = ConfigElement.builder(section, "", element.location());
    parameters.forEach(builder::add);
    sections.add(builder.build());
  }
}
