package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.Template;
import io.millrace.event.MutableRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Puts index templates on a cluster before the first document that may need them. Each is asked
 * for, or put, once; a failure fails the chunk, which is tried again. Safe for use by several
 * threads.
 */
final class Templates {
  private final TemplateConfig config;
  private final boolean legacy;
  private final Logger log;
  private final Ensured ensured = new Ensured();

  /** Throws {@link IllegalArgumentException} if a file is not there. */
  Templates(TemplateConfig config, boolean legacy, Logger log) {
    this.config = config;
    this.legacy = config.useLegacyTemplate().orElse(legacy);
    this.log = log;
    check();
  }

  private void check() {
    config.templateFile().ifPresent(file -> requireReadable("template_file", file));
    config.templates().forEach((name, file) -> requireReadable("templates", Path.of(file)));
  }

  private static void requireReadable(String parameter, Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          parameter + ": the file " + file + " is not there or cannot be read");
    }
  }

  /**
   * Sees to the templates for {@code chunk} on the cluster at {@code nodes}.
   *
   * @param named whether {@code template_name} is one of them
   * @throws IOException if the cluster does not answer
   */
  void ensure(Chunk chunk, Cluster cluster, Nodes nodes, boolean named) throws IOException {
    if (config.templateFile().isEmpty() && config.templates().isEmpty()) {
      return;
    }
    Map<String, Path> wanted = new LinkedHashMap<>();
    config.templates().forEach((name, file) -> wanted.put(name, Path.of(file)));
    if (named && config.templateName().isPresent()) {
      wanted.put(config.templateName().get().expand(chunk), config.templateFile().orElseThrow());
    }
    for (Map.Entry<String, Path> template : wanted.entrySet()) {
      ensured.once(
          nodes + " " + template.getKey(),
          () -> ensure(cluster, template.getKey(), () -> body(template.getValue(), chunk)));
    }
  }

  /**
   * Sees to the template of the indices behind {@code alias}: {@code template_file}, or an empty
   * one, with what {@code added} adds.
   *
   * @throws IOException if the cluster does not answer
   */
  void ensureOfAlias(Chunk chunk, Cluster cluster, String alias, RolloverTemplate added)
      throws IOException {
    ensure(
        cluster,
        alias,
        () -> {
          Optional<Path> file = config.templateFile();
          MutableRecord template =
              Json.read("template_file", file.isPresent() ? body(file.get(), chunk) : "{}");
          added.into(template, legacy);
          return Json.write(template);
        });
  }

  /** Reads a template. */
  @FunctionalInterface
  private interface Body {
    String read() throws IOException;
  }

  private void ensure(Cluster cluster, String name, Body body) throws IOException {
    ServerObject template =
        ServerObject.of("template_name", legacy ? "/_template" : "/_index_template", name);
    if (!config.templateOverwrite() && template.on(cluster) == ServerObject.Presence.THERE) {
      log.debug("the index template is there already template_name={}", name);
      return;
    }
    template.put(cluster, body.read());
    log.info("put the index template template_name={}", name);
  }

  private String body(Path file, Chunk chunk) throws IOException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> custom : config.customizeTemplate().entrySet()) {
      String value = Template.of(custom.getValue()).expand(chunk);
      text = text.replace(custom.getKey(), value.toLowerCase(Locale.ROOT));
    }
    return text;
  }
}
