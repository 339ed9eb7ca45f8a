package io.millrace.api;

/**
 * Makes plugins of the kind {@link Input}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class InputFactory<C extends Record> extends PluginFactory<Input, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected InputFactory(
      String types, String sentence, Class<C> config, Constructor<Input, C> constructor) {
    super("input", types, sentence, config, constructor);
  }
}
