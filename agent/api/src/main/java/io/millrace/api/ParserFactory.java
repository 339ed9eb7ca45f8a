package io.millrace.api;

/**
 * Makes plugins of the kind {@link Parser}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class ParserFactory<C extends Record> extends PluginFactory<Parser, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected ParserFactory(
      String types, String sentence, Class<C> config, Constructor<Parser, C> constructor) {
    super("parser", types, sentence, config, constructor);
  }
}
