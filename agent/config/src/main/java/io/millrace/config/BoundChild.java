package io.millrace.config;

import io.millrace.api.Child;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.PluginFactory;
import java.util.Optional;

/**
 * A plugin's section, bound and not created.
 *
 * @param <P> kind of plugin
 * @param element the section, for what the engine reads in it, such as {@code @id} and {@code
 *     <buffer>}
 * @param factory makes the plugin
 * @param config its settings, a record of {@code factory.config()}
 */
public record BoundChild<P extends Plugin>(
    ConfigElement element, PluginFactory<?, ?> factory, Record config) implements Child<P> {
  @Override
  public String type() {
    return factory.type();
  }

  @Override
  public String argument() {
    return element.argument();
  }

  @Override
  public Optional<String> parameter(String name) {
    return element.text(name);
  }

  @Override
  public String location() {
    return element.location().toString();
  }

  @Override
  @SuppressWarnings("unchecked") // the binder made config of factory.config(), and checked the kind
  public P create(PluginContext context) {
    return (P) ((PluginFactory<Plugin, Record>) factory).create(config, context);
  }
}
