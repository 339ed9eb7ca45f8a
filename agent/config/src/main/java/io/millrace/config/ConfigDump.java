package io.millrace.config;

/**
 * Writes an element as configuration text, two spaces per level, for the log and for messages.
 * Secret values are replaced; a value that would not be read back as it is stands in quotes.
 */
final class ConfigDump {

  /** What stands in place of a secret value. */
  static final String MASK = "xxxxxx";

  private final StringBuilder out = new StringBuilder();

  private ConfigDump() {}

  static String of(ConfigElement element) {
    ConfigDump dump = new ConfigDump();
    dump.element(element, "");
    return dump.out.toString();
  }

  private void element(ConfigElement element, String indent) {
    out.append(indent).append('<').append(element.name());
    if (!element.argument().isEmpty()) {
      out.append(' ').append(element.argument());
    }
    out.append(">\n");
    for (Parameter parameter : element.parameters()) {
      out.append(indent).append("  ").append(parameter.name()).append(' ');
      out.append(element.isSecret(parameter.name()) ? MASK : shown(parameter.value())).append('\n');
    }
    element.children().forEach(child -> element(child, indent + "  "));
    out.append(indent).append("</").append(element.name()).append(">\n");
  }

  private static String shown(ConfigValue value) {
    return switch (value.kind()) {
      case NIL, DEFAULT -> "";
      case QUOTED -> quote(value.text());
      case UNQUOTED, JSON, SCALAR -> value.text();
    };
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\f' -> quoted.append("\\f");
        case '\b' -> quoted.append("\\b");
        case '\0' -> quoted.append("\\0");
        case '#' -> quoted.append(i + 1 < text.length() && text.charAt(i + 1) == '{' ? "\\#" : "#");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
