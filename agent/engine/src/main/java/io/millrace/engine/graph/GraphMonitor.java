package io.millrace.engine.graph;

import io.millrace.api.Monitor;
import io.millrace.api.PluginStatus;
import io.millrace.api.Tag;
import io.millrace.engine.route.MatchPattern;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Shows the plugins of one graph. Filled while the graph is built; read by any thread. */
final class GraphMonitor implements Monitor {
  private final List<Observed> plugins = new CopyOnWriteArrayList<>();

  Observed add(Observed plugin) {
    plugins.add(plugin);
    return plugin;
  }

  @Override
  public List<PluginStatus> plugins() {
    Stream<Observed> inputs = shown().filter(plugin -> plugin.category().equals("input"));
    Stream<Observed> others =
        Stream.concat(Stream.of(""), shown().map(plugin -> plugin.scope().label()).distinct())
            .distinct()
            .flatMap(label -> Stream.of("output", "filter").flatMap(kind -> standing(label, kind)));
    return Stream.concat(inputs, others).map(Observed::status).toList();
  }

  private Stream<Observed> shown() {
    return plugins.stream().filter(plugin -> !plugin.isHidden());
  }

  private Stream<Observed> standing(String label, String category) {
    return shown()
        .filter(plugin -> plugin.category().equals(category))
        .filter(plugin -> plugin.scope().label().equals(label));
  }

  @Override
  public Optional<PluginStatus> outputOf(Tag tag) {
    return standing("", "output")
        .filter(plugin -> plugin.element().name().equals("match"))
        .filter(plugin -> MatchPattern.parse(plugin.element().argument()).matches(tag.value()))
        .findFirst()
        .map(Observed::status);
  }
}
