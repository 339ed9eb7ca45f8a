package io.millrace.plugins;

import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Bundled plugins made of configuration text without quotes and embedded code. */
public final class ConfigText {
  private static final PluginCatalog CATALOG =
      PluginCatalog.load(ConfigText.class.getClassLoader());

  private ConfigText() {}

  /**
   * The plugin that {@code text}, the inside of a section, configures.
   *
   * @throws io.millrace.api.ConfigException if it is wrong
   */
  public static <P extends Plugin> P create(
      Class<P> type, String kind, PluginContext context, String text) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<BoundChild<?>> bound =
        new Binder(CATALOG, false, diagnostics).bindPlugin(kind, section(text));
    diagnostics.throwIfAny();
    return type.cast(bound.orElseThrow().create(context));
  }

  private static ConfigElement section(String text) {
    Deque<ConfigElement.Builder> open = new ArrayDeque<>();
    int number = 1;
    open.push(ConfigElement.builder("test", "", new SourceLocation("test.conf", number)));
    for (String line : text.lines().map(String::strip).toList()) {
      SourceLocation location = new SourceLocation("test.conf", number++);
      if (line.startsWith("</")) {
        ConfigElement done = open.pop().build();
        open.element().add(done);
      } else if (line.startsWith("<")) {
        String[] head = line.substring(1, line.length() - 1).split(" ", 2);
        open.push(ConfigElement.builder(head[0], head.length > 1 ? head[1] : "", location));
      } else if (!line.isEmpty()) {
        String[] words = line.split(" ", 2);
        open.element().add(words[0], words.length > 1 ? words[1] : "");
      }
    }
    return open.pop().build();
  }
}
