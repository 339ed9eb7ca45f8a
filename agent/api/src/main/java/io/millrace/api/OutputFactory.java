package io.millrace.api;

/**
 * Makes plugins of the kind {@link Output}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class OutputFactory<C extends Record> extends PluginFactory<Output, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected OutputFactory(
      String types, String sentence, Class<C> config, Constructor<Output, C> constructor) {
    super("output", types, sentence, config, constructor);
  }

  /** What this output sets in {@code <buffer>} where the user did not. */
  public BufferDefaults bufferDefaults(C config) {
    return BufferDefaults.NONE;
  }
}
