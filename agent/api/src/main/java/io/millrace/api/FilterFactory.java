package io.millrace.api;

/**
 * Makes filters: {@link Filter} or {@link StreamFilter}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class FilterFactory<C extends Record> extends PluginFactory<Plugin, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected FilterFactory(
      String types, String sentence, Class<C> config, Constructor<Plugin, C> constructor) {
    super("filter", types, sentence, config, constructor);
  }
}
