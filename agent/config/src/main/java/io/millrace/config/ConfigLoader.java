package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads configurations: a file with all it includes, or a text. Immutable; the same file may be
 * read any number of times, reading has no side effects.
 */
public final class ConfigLoader {

  private final ScriptHost host;
  private final String workerId;

  /**
   * A loader.
   *
   * @param host what embedded code sees of the machine
   * @param workerId what embedded code sees as {@code worker_id}; empty outside of workers
   */
  public ConfigLoader(ScriptHost host, String workerId) {
    this.host = host;
    this.workerId = workerId;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if a file cannot be read or its text is wrong
   */
  public LoadedConfig load(Path file, LoadOptions options) {
    String name = file.toString();
    if (name.endsWith(".rb")) {
      throw problem(
          name, "the Ruby DSL is not supported; write the configuration as .conf or .yaml");
    }
    ConfigFiles files = new ConfigFiles(new EmbeddedRuby(host, workerId));
    try {
      ConfigElement root =
          isYaml(name, options) ? yaml(file, files, options) : v1(file, files, options);
      return new LoadedConfig(root, files.read(), files.warnings());
    } catch (NoSuchFileException e) {
      throw problem(name, "no such file; name the configuration file with -c PATH");
    } catch (IOException e) {
      throw problem(name, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isYaml(String name, LoadOptions options) {
    return switch (options.format()) {
      case YAML -> true;
      case V1 -> false;
      case GUESS -> name.endsWith(".yaml") || name.endsWith(".yml");
    };
  }

  private static ConfigElement v1(Path file, ConfigFiles files, LoadOptions options)
      throws IOException {
    ConfigElement.Builder root = root(file.toString());
    files.readMain(file, options.encoding(), root);
    options
        .inline()
        .ifPresent(
            text ->
                files.readText(
                    text.replace("\\n", "\n"),
                    "inline configuration",
                    ConfigFiles.directory(file),
                    root,
                    ConfigElement.ROOT));
    return root.build();
  }

  private ConfigElement yaml(Path file, ConfigFiles files, LoadOptions options) throws IOException {
    return new YamlParser(files, new EmbeddedRuby(host, workerId)).read(file, options.encoding());
  }

  /**
   * Reads a text in the version 1 format. Its includes are relative to the working directory.
   *
   * @param name what messages call the text
   * @throws ConfigException if the text is wrong
   */
  public LoadedConfig parse(String text, String name) {
    ConfigFiles files = new ConfigFiles(new EmbeddedRuby(host, workerId));
    ConfigElement.Builder root = root(name);
    files.readText(text, name, Path.of(""), root, ConfigElement.ROOT);
    return new LoadedConfig(root.build(), files.read(), files.warnings());
  }

  private static ConfigElement.Builder root(String name) {
    return ConfigElement.builder(ConfigElement.ROOT, "", new SourceLocation(name, 1));
  }

  private static ConfigException problem(String file, String reason) {
    return new ConfigException(List.of(new Problem(file, "", reason)));
  }
}
