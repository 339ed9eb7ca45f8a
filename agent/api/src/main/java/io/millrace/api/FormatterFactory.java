package io.millrace.api;

/**
 * Makes plugins of the kind {@link Formatter}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class FormatterFactory<C extends Record>
    extends PluginFactory<Formatter, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected FormatterFactory(
      String types, String sentence, Class<C> config, Constructor<Formatter, C> constructor) {
    super("formatter", types, sentence, config, constructor);
  }
}
