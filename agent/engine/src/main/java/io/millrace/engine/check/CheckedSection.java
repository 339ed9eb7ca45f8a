package io.millrace.engine.check;

import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Parameter;
import io.millrace.config.Schema;
import io.millrace.config.SourceLocation;
import java.util.Optional;

/**
 * A section that configures a plugin.
 *
 * @param kind kind of plugin, such as {@code output}
 * @param element the section
 * @param parent the section of the plugin around it
 * @param bound the plugin's settings; empty if they have a problem
 * @param buffer how its events are buffered; empty if they are not
 */
record CheckedSection(
    String kind,
    ConfigElement element,
    Optional<CheckedSection> parent,
    Optional<BoundChild<?>> bound,
    Optional<CheckedBuffer> buffer) {

  static CheckedSection of(
      String kind, ConfigElement element, Optional<CheckedSection> parent, Binder binder) {
    Optional<BoundChild<?>> bound = binder.bindPlugin(kind, element);
    Optional<CheckedBuffer> buffer =
        kind.equals("output")
            ? bound.flatMap(output -> CheckedBuffer.of(output, binder))
            : Optional.empty();
    return new CheckedSection(kind, element, parent, bound, buffer);
  }

  /** The plugin's type; empty if there is none. */
  String type() {
    return element.type().orElse("");
  }

  /** What the plugin declares. */
  Optional<Schema> schema() {
    return bound.map(plugin -> Schema.of(plugin.factory().config()));
  }

  /** What a user wrote for a parameter, or else its default. */
  Optional<String> text(String name) {
    Optional<Parameter> written = element.peek(name);
    if (written.isPresent() && !written.get().value().isDefault()) {
      return written.map(Parameter::text);
    }
    return schema().stream()
        .flatMap(schema -> schema.parameters().stream())
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .flatMap(Schema.Parameter::def);
  }

  /** Whether a truth value is set, by the user or by default. */
  boolean isTrue(String name) {
    return text(name)
        .filter(text -> text.equals("true") || text.equals("yes") || text.isEmpty())
        .isPresent();
  }

  /** Where a parameter stands, or where the section begins. */
  SourceLocation location(String name) {
    return element.peek(name).map(Parameter::location).orElse(element.location());
  }

  /** The plugin as messages call it. */
  String describe() {
    return "<" + element.name() + "> of type " + type();
  }
}
