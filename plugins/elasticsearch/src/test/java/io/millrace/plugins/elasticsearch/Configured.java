package io.millrace.plugins.elasticsearch;

import io.millrace.api.PluginContext;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import java.util.Optional;

/** Settings and outputs made of {@code "name value"} lines, as a configuration makes them. */
final class Configured {
  private static final PluginCatalog CATALOG =
      PluginCatalog.load(Configured.class.getClassLoader());

  private Configured() {}

  static ConfigElement section(String name, Object... content) {
    ConfigElement.Builder builder =
        ConfigElement.builder(name, "", new SourceLocation("test.conf", 1));
    for (Object item : content) {
      if (item instanceof ConfigElement child) {
        builder.add(child);
      } else {
        String[] line = item.toString().split(" ", 2);
        builder.add(line[0], line.length > 1 ? line[1] : "");
      }
    }
    return builder.build();
  }

  static ElasticsearchConfig config(Object... lines) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<ElasticsearchConfig> config =
        new Binder(CATALOG, false, diagnostics)
            .bind(ElasticsearchConfig.class, section("match", lines));
    diagnostics.throwIfAny();
    return config.orElseThrow();
  }

  static ElasticsearchOutput output(PluginContext context, Object... lines) {
    Diagnostics diagnostics = new Diagnostics();
    ConfigElement match = section("match", lines).toBuilder().add("@type", "elasticsearch").build();
    Optional<BoundChild<?>> bound =
        new Binder(CATALOG, false, diagnostics).bindPlugin("output", match);
    diagnostics.throwIfAny();
    return (ElasticsearchOutput) bound.orElseThrow().create(context);
  }
}
