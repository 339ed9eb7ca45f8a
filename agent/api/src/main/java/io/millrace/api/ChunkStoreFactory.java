package io.millrace.api;

/**
 * Makes plugins of the kind {@link ChunkStore}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class ChunkStoreFactory<C extends Record>
    extends PluginFactory<ChunkStore, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected ChunkStoreFactory(
      String types, String sentence, Class<C> config, Constructor<ChunkStore, C> constructor) {
    super("buffer", types, sentence, config, constructor);
  }
}
