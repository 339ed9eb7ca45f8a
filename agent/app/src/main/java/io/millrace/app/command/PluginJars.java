package io.millrace.app.command;

import io.millrace.api.ConfigException;
import io.millrace.config.PluginCatalog;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;

/**
 * The plugins there are: those of the distribution, and those of jars in directories that the user
 * names. All jars of all directories share one class loader below that of the distribution, so they
 * may use each other and bring their own libraries.
 *
 * <p>The class loader is never closed: plugins load classes as long as the process runs.
 */
public final class PluginJars {
  private static final Path DEFAULT = Path.of("/etc/fluent/plugin");

  private final List<String> warnings = new ArrayList<>();
  private final PluginCatalog catalog;

  private PluginJars(List<Path> directories, boolean mustExist) {
    List<Path> jars = new ArrayList<>();
    for (Path directory : directories) {
      if (mustExist || Files.isDirectory(directory)) {
        jars.addAll(list(directory));
      }
    }
    this.catalog = load(jars);
  }

  /**
   * The plugins of the distribution and of {@code directories}; of {@code $FLUENT_PLUGIN} or {@code
   * /etc/fluent/plugin}, if they are there, where the user names none.
   *
   * @throws ConfigException if a directory cannot be read, or a jar in it cannot be used
   */
  public static PluginJars of(List<Path> directories) {
    if (directories.isEmpty()) {
      Path usual =
          Optional.ofNullable(System.getenv("FLUENT_PLUGIN")).map(Path::of).orElse(DEFAULT);
      return new PluginJars(List.of(usual), false);
    }
    return new PluginJars(directories, true);
  }

  /** The plugins. */
  public PluginCatalog catalog() {
    return catalog;
  }

  /** What is in the directories and cannot be used. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  private List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> sorted = files.sorted().toList();
      if (sorted.stream().anyMatch(file -> file.toString().endsWith(".rb"))) {
        warnings.add(
            "Ruby plugins cannot be loaded, those in the plugin directory are ignored: path=\""
                + directory
                + "\"");
      }
      return sorted.stream().filter(file -> file.toString().endsWith(".jar")).toList();
    } catch (NotDirectoryException e) {
      throw new ConfigException("--plugin " + directory + ": not a directory with jars of plugins");
    } catch (IOException e) {
      throw new ConfigException("--plugin " + directory + ": cannot be read: " + e);
    }
  }

  private static PluginCatalog load(List<Path> jars) {
    ClassLoader own = PluginJars.class.getClassLoader();
    if (jars.isEmpty()) {
      return PluginCatalog.load(own);
    }
    try {
      URL[] urls = new URL[jars.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = jars.get(i).toUri().toURL();
      }
      return PluginCatalog.load(new URLClassLoader("plugins", urls, own));
    } catch (MalformedURLException e) {
      throw new ConfigException("a plugin's jar has a name that is no URL: " + e.getMessage());
    } catch (ServiceConfigurationError e) {
      throw new ConfigException(
          "a plugin of the plugin directory cannot be used: "
              + e.getMessage()
              + ". Remove its jar, or take one for this version of Millrace. Jars: "
              + jars);
    }
  }
}
