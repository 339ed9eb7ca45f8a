package io.millrace.api;

/**
 * Makes plugins of the kind {@link Storage}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class StorageFactory<C extends Record>
    extends PluginFactory<Storage, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected StorageFactory(
      String types, String sentence, Class<C> config, Constructor<Storage, C> constructor) {
    super("storage", types, sentence, config, constructor);
  }
}
