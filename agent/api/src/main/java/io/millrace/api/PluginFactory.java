package io.millrace.api;

import java.util.List;

/**
 * Makes one type of plugin. Listed in {@code META-INF/services/io.millrace.api.PluginFactory}.
 *
 * @param <P> kind of plugin
 * @param <C> record of its settings
 */
public abstract sealed class PluginFactory<P extends Plugin, C extends Record>
    permits InputFactory,
        FilterFactory,
        OutputFactory,
        ParserFactory,
        FormatterFactory,
        ChunkStoreFactory,
        ServiceDiscoveryFactory,
        StorageFactory {
  private final String kind;
  private final List<String> types;
  private final String sentence;
  private final Class<C> config;
  private final Constructor<P, C> constructor;

  /** Creates a plugin of its settings, without side effects. */
  @FunctionalInterface
  public interface Constructor<P extends Plugin, C extends Record> {
    /**
     * Creates it.
     *
     * @throws ConfigException or IllegalArgumentException if settings that are valid one by one do
     *     not go together
     */
    P create(C config, PluginContext context);
  }

  PluginFactory(
      String kind, String types, String sentence, Class<C> config, Constructor<P, C> constructor) {
    this.kind = kind;
    this.types = List.of(types.split(" "));
    this.sentence = sentence;
    this.config = config;
    this.constructor = constructor;
  }

  /**
   * What it makes, in Fluentd's words: input, filter, output, parser, formatter, buffer,
   * service_discovery, storage.
   */
  public final String kind() {
    return kind;
  }

  /** The {@code @type}. */
  public final String type() {
    return types.get(0);
  }

  /** All names it answers to, {@link #type} first. */
  public final List<String> types() {
    return types;
  }

  /** What the plugin does, in one sentence. */
  public final String sentence() {
    return sentence;
  }

  /** The record of its settings. */
  public final Class<C> config() {
    return config;
  }

  /** Creates a plugin; see {@link Constructor#create}. */
  public final P create(C config, PluginContext context) {
    return constructor.create(config, context);
  }
}
