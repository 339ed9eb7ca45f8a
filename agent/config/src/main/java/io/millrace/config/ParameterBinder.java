package io.millrace.config;

import java.util.Optional;

/**
 * Gives single parameters and arguments of sections the types that a config record declares. What
 * cannot be one is noted as a problem.
 */
final class ParameterBinder {
  private final Converter converter;
  private final Diagnostics diagnostics;

  ParameterBinder(Converter converter, Diagnostics diagnostics) {
    this.converter = converter;
    this.diagnostics = diagnostics;
  }

  /** The value of a parameter, or its default; empty if there is a problem. */
  Optional<Object> parameter(Schema.Parameter parameter, ConfigElement element, String path) {
    Optional<Parameter> given = element.use(parameter.name());
    if (given.isEmpty() && !parameter.options().alias().isEmpty()) {
      given = element.use(parameter.options().alias());
    }
    if (given.isEmpty()) {
      return defaultOf(parameter, element, path);
    }
    Parameter value = given.get();
    if (parameter.options().secret()) {
      element.markSecret(value.name());
    }
    if (!parameter.options().obsoleted().isEmpty()) {
      diagnostics.problem(
          value.location(),
          value.name(),
          "'"
              + value.name()
              + "' parameter is already removed: "
              + parameter.options().obsoleted());
      return Optional.empty();
    }
    if (!parameter.options().deprecated().isEmpty()) {
      diagnostics.warn(
          value.location(),
          "'" + value.name() + "' parameter is deprecated: " + parameter.options().deprecated());
    }
    if (value.value().isDefault()) {
      if (parameter.required()) {
        diagnostics.problem(
            value.location(), value.name(), "'" + value.name() + "' doesn't have default value");
        return Optional.empty();
      }
      return defaultOf(parameter, element, path);
    }
    return convert(parameter, value);
  }

  private Optional<Object> convert(Schema.Parameter parameter, Parameter value) {
    Optional<Object> converted;
    try {
      converted = converter.convert(parameter.name(), value.value(), parameter.type());
    } catch (ArithmeticException e) {
      diagnostics.problem(
          value.location(), value.name(), "'" + value.text() + "' is too large for this parameter");
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      diagnostics.problem(value.location(), value.name(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (parameter.optional()) {
      return Optional.of(converted);
    }
    if (converted.isEmpty()) {
      diagnostics.problem(
          value.location(),
          value.name(),
          "'"
              + value.name()
              + "' parameter is required but nil is specified"
              + (value.text().isEmpty()
                  ? ""
                  : ": '" + value.text() + "' is none of true, yes, false, no"));
    }
    return converted;
  }

  private Optional<Object> defaultOf(
      Schema.Parameter parameter, ConfigElement element, String path) {
    if (parameter.def().isPresent()) {
      Optional<Object> value =
          converter.convert(
              parameter.name(), ConfigValue.quoted(parameter.def().get()), parameter.type());
      return parameter.optional() ? Optional.of(value) : value;
    }
    if (parameter.optional()) {
      return Optional.of(Optional.empty());
    }
    diagnostics.problem(
        element.location(),
        parameter.name(),
        "'"
            + parameter.name()
            + "' parameter is required"
            + (path.contains(" > ") ? ", in section " + path : ""));
    return Optional.empty();
  }

  /** The argument of a section, or its default; empty if there is a problem. */
  Optional<Object> argument(Schema.SectionArgument argument, ConfigElement element) {
    String text = element.argument();
    if (text.isEmpty() && argument.def().isEmpty() && !argument.optional()) {
      diagnostics.problem(
          element.location(),
          element.name(),
          "'<" + element.name() + " ARG>' section requires argument");
      return Optional.empty();
    }
    if (text.isEmpty() && argument.optional()) {
      return Optional.of(Optional.empty());
    }
    String value = text.isEmpty() ? argument.def().orElse("") : text;
    try {
      Optional<Object> converted =
          converter.convert(element.name(), ConfigValue.quoted(value), argument.type());
      return argument.optional() ? Optional.of(converted) : converted;
    } catch (IllegalArgumentException e) {
      diagnostics.problem(element.location(), element.name(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
