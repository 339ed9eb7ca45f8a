package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.PluginFactory;
import io.millrace.event.EventView;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program tells of its plugins, and plugins it is given. */
class PluginCommandsTest {
  private static final String SHOUT =
      """
      import io.millrace.api.*;
      public final class Shout implements Formatter {
        public record Config(@Param(doc = "How loud.", def = "3") int volume) {}
        public void format(Tag tag, io.millrace.event.EventView event, io.millrace.event.ByteArraySink out) {}
        public static final class Factory extends FormatterFactory<Config> {
          public Factory() {
            super("shout", "Shouts.", Config.class, (config, context) -> new Shout());
          }
        }
      }
      """;

  private final TestConsole console = new TestConsole();
  @TempDir Path dir;

  /** A directory with a plugin of somebody else's in a jar. */
  private Path shoutJar() throws IOException {
    Path source = Files.writeString(dir.resolve("Shout.java"), SHOUT);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                placeOf(PluginFactory.class) + File.pathSeparator + placeOf(EventView.class),
                "-d",
                dir.resolve("classes").toString(),
                source.toString());
    assertThat(status).isZero();
    Path plugins = Files.createDirectory(dir.resolve("plugins"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("shout.jar")))) {
      for (String name : List.of("Shout.class", "Shout$Config.class", "Shout$Factory.class")) {
        jar.putNextEntry(new JarEntry(name));
        jar.write(Files.readAllBytes(dir.resolve("classes").resolve(name)));
      }
      jar.putNextEntry(new JarEntry("META-INF/services/io.millrace.api.PluginFactory"));
      jar.write("Shout$Factory".getBytes(StandardCharsets.UTF_8));
    }
    return plugins;
  }

  private static String placeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  @ParameterizedTest
  @CsvSource({"tail, input @type tail", "parser:json, parser @type json"})
  void showsWhatAPluginTakes(String name, String start) {
    console.run("", "--show-plugin-config=" + name);

    assertThat(console.status()).isZero();
    assertThat(console.out()).startsWith(start);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "json         | several plugins are called 'json'; take one of formatter:json, parser:json",
        "input:tial   | Did you mean 'tail'?",
        "nothing      | no plugin is called 'nothing'; 'millrace plugin list' shows all",
        "thing:tail   | unknown kind of plugin 'thing': there are buffer, filter, formatter, input",
      })
  void refusesToShowWhatIsNotOnePlugin(String name, String message) {
    console.run("", "--show-plugin-config", name);

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains("Error: --show-plugin-config: ", message);
  }

  @Test
  void printsTheFormatAsMarkdownTextAndJson() {
    assertThat(console.run("", "config-format", "input", "tail").out())
        .startsWith("# tail (input)\n")
        .contains("| `path` | string | **required** |", "## `<parse>`");
    assertThat(console.run("", "config-format", "-f", "txt", "input", "tail").out())
        .contains("\npath: string: required  # ", "\n<parse>: required, single  # ");
    assertThat(console.run("", "config-format", "-c", "-f", "txt", "input", "tail").out())
        .contains("\npath: string: required\n", "\n<parse>: required, single\n");
    assertThat(console.run("", "config-format", "--format=json", "input", "tail").out())
        .startsWith("{\"kind\":\"input\",\"type\":\"tail\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-f pdf input tail | unknown format 'pdf': expected markdown, txt or json",
        "input             | Missing required parameter: 'NAME'",
        "input tail more   | unexpected argument 'more'",
        "--compat input x  | unknown flag '--compat'. Did you mean --compact?",
      })
  void tellsHowTheFormatIsAskedFor(String arguments, String message) {
    String[] words = ("config-format " + arguments).split(" ");

    console.run("", words);

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains("Usage: millrace config-format", "Error: " + message);
  }

  @Test
  void listsPluginsOfAllKindsOrOfOne() {
    assertThat(console.run("", "plugin", "list").out())
        .containsPattern("(?m)^output +elasticsearch,opensearch +Writes events")
        .containsPattern("(?m)^input +tail +");
    assertThat(console.run("", "plugin", "list", "input").out().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("input "));
    assertThat(console.run("", "plugin", "list", "things").err()).contains("unknown kind");
    assertThat(console.run("", "plugin", "remove").err()).contains("expected list");
  }

  @Test
  void takesPluginsOfJarsInADirectory() throws IOException {
    String plugins = shoutJar().toString();

    assertThat(console.run("", "plugin", "list", "-p", plugins, "formatter").out())
        .containsPattern("formatter +shout +Shouts. \\(shout.jar\\)");
    assertThat(console.run("", "-p", plugins, "--show-plugin-config", "shout").out())
        .contains("volume: integer: (3)  # How loud.");
  }

  @Test
  void refusesADirectoryThatIsNone() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));

    console.run("", "plugin", "list", "-p", file.toString());

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains("--plugin " + file + ": not a directory with jars");
  }

  @Test
  void warnsOfRubyPluginsAndRefusesJarsThatDoNotFit() throws IOException {
    Files.createFile(dir.resolve("out_mine.rb"));

    assertThat(console.run("", "plugin", "list", "-p", dir.toString()).err())
        .contains("Ruby plugins cannot be loaded", dir.toString());

    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(dir.resolve("bad.jar")))) {
      jar.putNextEntry(new JarEntry("META-INF/services/io.millrace.api.PluginFactory"));
      jar.write("com.example.Missing".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(console.run("", "plugin", "list", "-p", dir.toString()).err())
        .contains("com.example.Missing", "bad.jar", "Remove its jar");
  }

  @Test
  void writesTheReferenceAndRemovesPagesOfPluginsThatAreGone() throws IOException {
    Path target = dir.resolve("reference");
    console.run("", "reference", target.toString());
    Path gone = target.resolve("input").resolve("gone.md");
    Files.copy(target.resolve("input").resolve("tail.md"), gone);
    Path own = Files.writeString(target.resolve("own.md"), "# Not generated\n");

    console.run("", "reference", target.toString());

    assertThat(console.status()).as(console.err()).isZero();
    assertThat(target.resolve("README.md")).content().contains("[`tail`](input/tail.md)");
    assertThat(gone).doesNotExist();
    assertThat(own).exists();
  }
}
