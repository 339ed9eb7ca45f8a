package io.millrace.testkit;

import io.millrace.api.ChunkStore;
import io.millrace.api.Filter;
import io.millrace.api.Formatter;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Parser;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.ServiceDiscovery;
import io.millrace.api.Storage;
import io.millrace.api.StreamFilter;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.expr.ScriptHost;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plugins and settings made of configuration text, the way a configuration file makes them: read by
 * the version 1 parser, bound, and created from the plugins on the class path.
 *
 * <p>The text is what stands inside the plugin's section, in as many pieces as a test likes.
 * Messages call it {@code test.conf}; line 1 is the start tag that stands around it.
 */
public final class TestConfig {
  private static final PluginCatalog CATALOG =
      PluginCatalog.load(TestConfig.class.getClassLoader());

  /** What embedded code sees. */
  private static final ScriptHost HOST =
      new ScriptHost(Map.of(), "test-host", new ManualClock(), ZoneOffset.UTC);

  /** A kind of plugin, and the section it is written in. */
  private record Kind(Class<? extends Plugin> type, String name, String section) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(Input.class, "input", "source"),
          new Kind(Filter.class, "filter", "filter"),
          new Kind(StreamFilter.class, "filter", "filter"),
          new Kind(Output.class, "output", "match"),
          new Kind(Parser.class, "parser", "parse"),
          new Kind(Formatter.class, "formatter", "format"),
          new Kind(ChunkStore.class, "buffer", "buffer"),
          new Kind(ServiceDiscovery.class, "service_discovery", "service"),
          new Kind(Storage.class, "storage", "storage"));

  private TestConfig() {}

  /** A section to stand inside another, such as {@code section("record", "host ${hostname}")}. */
  public static String section(String head, String... lines) {
    return "<" + head + ">\n" + String.join("\n", lines) + "\n</" + head.split(" ", 2)[0] + ">";
  }

  /**
   * The plugin that {@code lines}, its {@code @type} among them, configure; not started.
   *
   * @param type its class or its kind
   * @throws io.millrace.api.ConfigException with every problem of the text
   */
  public static <P extends Plugin> P create(Class<P> type, PluginContext context, String... lines) {
    Kind kind =
        KINDS.stream().filter(one -> one.type().isAssignableFrom(type)).findFirst().orElseThrow();
    return type.cast(create(kind, context, lines));
  }

  /** As {@link #create}, for filters, which are of two kinds. */
  static Plugin filter(PluginContext context, String... lines) {
    return create(new Kind(Plugin.class, "filter", "filter"), context, lines);
  }

  private static Plugin create(Kind kind, PluginContext context, String... lines) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<BoundChild<?>> bound =
        new Binder(CATALOG, false, diagnostics)
            .bindPlugin(kind.name(), element(kind.section(), lines));
    diagnostics.throwIfAny();
    return bound.orElseThrow().create(context);
  }

  /**
   * The settings that {@code lines} spell.
   *
   * @throws io.millrace.api.ConfigException with every problem of the text
   */
  public static <C extends Record> C bind(Class<C> type, String... lines) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<C> settings =
        new Binder(CATALOG, false, diagnostics).bind(type, element("test", lines));
    diagnostics.throwIfAny();
    return settings.orElseThrow();
  }

  private static ConfigElement element(String name, String... lines) {
    return new ConfigLoader(HOST, "")
        .parse(section(name, lines), "test.conf")
        .root()
        .children()
        .get(0);
  }
}
