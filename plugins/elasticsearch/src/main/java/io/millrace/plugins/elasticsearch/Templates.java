package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.RetryableException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Puts index templates on a cluster before the first document that may need them. Each is asked
 * for, or put, once; a failure fails the chunk, which is tried again. Safe for use by several
 * threads.
 */
final class Templates {
  /** Names come from tags; beyond this many they are asked for again. */
  private static final int MAX_KNOWN = 10_000;

  private final TemplateConfig config;
  private final Logger log;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Templates(TemplateConfig config, Logger log) {
    this.config = config;
    this.log = log;
  }

  /** Throws {@link IllegalArgumentException} if a file is not there. */
  void check() {
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
   * Sees to the templates for {@code chunk} on the cluster at {@code hosts}.
   *
   * @throws IOException if the cluster does not answer
   */
  void ensure(Chunk chunk, Cluster cluster, String hosts) throws IOException {
    if (config.templateFile().isEmpty() && config.templates().isEmpty()) {
      return;
    }
    Map<String, Path> wanted = new LinkedHashMap<>();
    config.templates().forEach((name, file) -> wanted.put(name, Path.of(file)));
    if (config.templateName().isPresent()) {
      wanted.put(config.templateName().get().expand(chunk), config.templateFile().orElseThrow());
    }
    for (Map.Entry<String, Path> template : wanted.entrySet()) {
      String key = hosts + " " + template.getKey();
      if (!known.contains(key)) {
        ensure(cluster, template.getKey(), template.getValue());
        remember(key);
      }
    }
  }

  private void remember(String key) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.add(key);
  }

  private void ensure(Cluster cluster, String name, Path file) throws IOException {
    String path =
        (config.useLegacyTemplate() ? "/_template/" : "/_index_template/")
            + URLEncoder.encode(name, StandardCharsets.UTF_8);
    if (!config.templateOverwrite()) {
      Answer there = cluster.send("GET", path, Optional.empty());
      if (there.isSuccess()) {
        log.debug("the index template is there already template_name={}", name);
        return;
      }
      if (there.status() != 404) {
        throw refused(name, there);
      }
    }
    Answer put = cluster.send("PUT", path, Optional.of(body(file)));
    if (!put.isSuccess()) {
      throw refused(name, put);
    }
    log.info("put the index template template_name={} template_file={}", name, file);
  }

  private static RetryableException refused(String name, Answer answer) {
    return new RetryableException(
        "template_name "
            + name
            + ": Elasticsearch refuses the index template, and no document is sent without it: "
            + answer.error());
  }

  private String body(Path file) throws IOException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> custom : config.customizeTemplate().entrySet()) {
      text = text.replace(custom.getKey(), custom.getValue().toLowerCase(Locale.ROOT));
    }
    return text;
  }
}
