package io.millrace.config;

/**
 * One {@code name value} line of a section.
 *
 * @param name the parameter's name, with its {@code @} if it has one
 * @param value what was written behind it
 * @param location where it stands
 */
public record Parameter(String name, ConfigValue value, SourceLocation location) {

  /** The value's text; empty if the value is nil or the default. */
  public String text() {
    return value.text();
  }
}
