package io.millrace.api;

/**
 * Makes plugins of the kind {@link ServiceDiscovery}.
 *
 * @param <C> record of their settings
 */
public abstract non-sealed class ServiceDiscoveryFactory<C extends Record>
    extends PluginFactory<ServiceDiscovery, C> {
  /** For {@code types}, the {@code @type} and perhaps other names behind a space. */
  protected ServiceDiscoveryFactory(
      String types,
      String sentence,
      Class<C> config,
      Constructor<ServiceDiscovery, C> constructor) {
    super("service_discovery", types, sentence, config, constructor);
  }
}
