package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import io.millrace.config.LoadOptions.Format;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads configurations: a file with all it includes, or a text. Immutable; the same file may be
 * read any number of times, reading has no side effects.
 */
public final class ConfigLoader {

  private final ExpressionCompiler compiler;
  private final ScriptHost host;
  private final String workerId;

  /**
   * A loader.
   *
   * @param host what embedded code sees of the machine
   * @param workerId what embedded code sees as {@code worker_id}; empty outside of workers
   */
  public ConfigLoader(ScriptHost host, String workerId) {
    this(new ExpressionCompiler(host), host, workerId);
  }

  private ConfigLoader(ExpressionCompiler compiler, ScriptHost host, String workerId) {
    this.compiler = compiler;
    this.host = host;
    this.workerId = workerId;
  }

  /**
   * A loader that refuses embedded code outside of the compiled subset of Ruby, whatever is
   * installed: for texts that nobody vouches for.
   */
  public static ConfigLoader withoutSecondTier(ScriptHost host, String workerId) {
    return new ConfigLoader(ExpressionCompiler.withoutSecondTier(host), host, workerId);
  }

  /**
   * Reads a file, and behind it the files of the configuration include directory ({@code
   * config_include_dir} of {@code <system>}).
   *
   * @throws ConfigException if a file cannot be read or its text is wrong
   */
  public LoadedConfig load(Path file, LoadOptions options) {
    String name = file.toString();
    if (name.endsWith(".rb")) {
      throw problem(
          name, "the Ruby DSL is not supported; write the configuration as .conf or .yaml");
    }
    EmbeddedRuby ruby = new EmbeddedRuby(compiler, host, workerId);
    ConfigFiles files = new ConfigFiles(ruby);
    ConfigElement.Builder root = root(name);
    try {
      Format format = format(file, options.format());
      read(file, format, options.encoding(), files, root);
      if (format != Format.YAML) {
        options.inline().ifPresent(text -> inline(text, file, files, root));
      }
      new IncludeDirectory(files, host.environment()).readInto(root, this::append);
    } catch (NoSuchFileException e) {
      throw problem(name, "no such file; name the configuration file with -c PATH");
    } catch (AccessDeniedException e) {
      throw problem(name, "permission denied: the user of this process cannot read the file");
    } catch (IOException e) {
      throw problem(name, String.valueOf(e.getMessage()));
    }
    return loaded(root.build(), files);
  }

  /** The format of a file, by its name unless the user has said it. */
  private static Format format(Path file, Format wanted) {
    String name = file.toString();
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    return switch (wanted) {
      case GUESS -> yaml ? Format.YAML : Format.V1;
      case V0 -> yaml ? Format.YAML : Format.V0;
      case V1, YAML -> wanted;
    };
  }

  private void read(
      Path file, Format format, Charset encoding, ConfigFiles files, ConfigElement.Builder root)
      throws IOException {
    if (format == Format.YAML) {
      String text = files.decode(file, encoding);
      root.addAll(yaml(text, file.toString(), files));
    } else {
      files.readMain(file, encoding, format, root);
    }
  }

  private void append(Path file, ConfigFiles files, ConfigElement.Builder root) throws IOException {
    read(file, format(file, Format.GUESS), LoadOptions.DEFAULT.encoding(), files, root);
  }

  private static void inline(
      String text, Path file, ConfigFiles files, ConfigElement.Builder root) {
    files.readText(
        text.replace("\\n", "\n"),
        "inline configuration",
        ConfigFiles.directory(file),
        Target.root(root));
  }

  private ConfigElement yaml(String text, String name, ConfigFiles files) {
    return new YamlParser(files, new EmbeddedRuby(compiler, host, workerId)).read(text, name);
  }

  /**
   * Reads a text in the version 1 format. Its includes are relative to the working directory.
   *
   * @param name what messages call the text
   * @throws ConfigException if the text is wrong
   */
  public LoadedConfig parse(String text, String name) {
    ConfigFiles files = new ConfigFiles(new EmbeddedRuby(compiler, host, workerId));
    ConfigElement.Builder root = root(name);
    files.readText(text, name, Path.of(""), Target.root(root));
    return loaded(root.build(), files);
  }

  /**
   * Reads a text in YAML. Its includes are relative to the directory of {@code name}.
   *
   * @param name what messages call the text
   * @throws ConfigException if the text is wrong
   */
  public LoadedConfig parseYaml(String text, String name) {
    ConfigFiles files = new ConfigFiles(new EmbeddedRuby(compiler, host, workerId));
    return loaded(yaml(text, name, files), files);
  }

  private static LoadedConfig loaded(ConfigElement root, ConfigFiles files) {
    return new LoadedConfig(root, files.read(), files.warnings(), files.notes());
  }

  private static ConfigElement.Builder root(String name) {
    return ConfigElement.builder(ConfigElement.ROOT, "", new SourceLocation(name, 1));
  }

  private static ConfigException problem(String file, String reason) {
    return new ConfigException(List.of(new Problem(file, "", reason)));
  }
}
