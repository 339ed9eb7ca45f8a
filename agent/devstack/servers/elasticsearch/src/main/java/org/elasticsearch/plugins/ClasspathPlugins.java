package org.elasticsearch.plugins;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.elasticsearch.Build;
import org.elasticsearch.env.Environment;

/**
 * Elasticsearch's plugin service with plugins taken from the class path instead of unpacked plugin
 * folders. In this package because {@link PluginsService.LoadedPlugin} is visible nowhere else.
 */
public final class ClasspathPlugins extends PluginsService {
  private final List<LoadedPlugin> fromClasspath;

  /**
   * @param environment settings and folders of the node
   * @param loader the loader that found no plugin folders
   * @param plugins plugins to add, already created
   */
  public ClasspathPlugins(Environment environment, PluginsLoader loader, List<Plugin> plugins) {
    super(environment.settings(), environment.configDir(), loader);
    this.fromClasspath = plugins.stream().map(ClasspathPlugins::loaded).toList();
  }

  private static LoadedPlugin loaded(Plugin plugin) {
    String name = plugin.getClass().getName();
    PluginDescriptor descriptor =
        new PluginDescriptor(
            name,
            "from the class path",
            "none",
            Build.current().version(),
            Integer.toString(Runtime.version().feature()),
            name,
            null,
            List.of(),
            false,
            false,
            true,
            false);
    return new LoadedPlugin(descriptor, plugin, plugin.getClass().getClassLoader());
  }

  @Override
  protected List<LoadedPlugin> plugins() {
    return Stream.concat(super.plugins().stream(), fromClasspath.stream()).toList();
  }

  /**
   * Creates the providers of a service. All plugins share one class loader here, so a provider that
   * wants its plugin gets the instance its constructor asks for, and a provider that asks for a
   * plugin which is not installed is left out.
   */
  @Override
  public <T> List<? extends T> loadServiceProviders(Class<T> service) {
    List<T> providers = new ArrayList<>();
    ServiceLoader.load(service, ClasspathPlugins.class.getClassLoader()).stream()
        .forEach(provider -> create(provider.type()).ifPresent(providers::add));
    return providers;
  }

  private <T> Optional<T> create(Class<? extends T> type) {
    for (Constructor<?> constructor : type.getConstructors()) {
      Optional<Object[]> arguments = arguments(constructor);
      if (arguments.isPresent()) {
        try {
          return Optional.of(type.cast(constructor.newInstance(arguments.get())));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("Cannot create the provider " + type.getName(), e);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Object[]> arguments(Constructor<?> constructor) {
    if (constructor.getParameterCount() == 0) {
      return Optional.of(new Object[0]);
    }
    return plugins().stream()
        .map(LoadedPlugin::instance)
        .filter(plugin -> constructor.getParameterCount() == 1)
        .filter(constructor.getParameterTypes()[0]::isInstance)
        .findFirst()
        .map(plugin -> new Object[] {plugin});
  }
}
