package io.millrace.plugins.elasticsearch;

import io.millrace.api.PluginContext;
import io.millrace.testkit.TestConfig;

/** Settings and outputs of this module, made of configuration text. */
final class Configured {
  private Configured() {}

  static ElasticsearchConfig config(String... lines) {
    return TestConfig.bind(ElasticsearchConfig.class, lines);
  }

  static ElasticsearchOutput output(PluginContext context, String... lines) {
    return output("elasticsearch", context, lines);
  }

  static ElasticsearchOutput output(String type, PluginContext context, String... lines) {
    return TestConfig.create(
        ElasticsearchOutput.class, context, "@type " + type, String.join("\n", lines));
  }

  /** An output to {@code server}, with these lines besides its address. */
  static ElasticsearchOutput output(
      String type, PluginContext context, BulkServer server, String... lines) {
    String address = "host 127.0.0.1\nport " + server.port();
    return output(type, context, address, String.join("\n", lines));
  }
}
