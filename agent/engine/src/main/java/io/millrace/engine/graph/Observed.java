package io.millrace.engine.graph;

import io.millrace.api.FollowedFile;
import io.millrace.api.PluginStatus;
import io.millrace.config.ConfigElement;
import io.millrace.config.Parameter;
import io.millrace.engine.metrics.PluginMeters;
import io.millrace.engine.output.BufferedPipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is shown of one plugin. Its parts are set while the graph is built; read by any thread after
 * that.
 */
final class Observed {
  private final Scope scope;
  private final ConfigElement element;
  private final PluginMeters meters;
  private volatile Optional<BufferedPipe> pipe = Optional.empty();
  private volatile Supplier<List<FollowedFile>> files = List::of;
  private volatile boolean hasStores;
  private volatile boolean hidden;

  Observed(Scope scope, ConfigElement element, PluginMeters meters) {
    this.scope = scope;
    this.element = element;
    this.meters = meters;
  }

  Scope scope() {
    return scope;
  }

  ConfigElement element() {
    return element;
  }

  String category() {
    return meters.category();
  }

  void buffered(BufferedPipe buffered) {
    pipe = Optional.of(buffered);
  }

  void follows(Supplier<List<FollowedFile>> followed) {
    files = followed;
  }

  void openedStore() {
    hasStores = true;
  }

  /** It stands in a {@code <secondary>}. */
  void hide() {
    hidden = true;
  }

  boolean isHidden() {
    return hidden;
  }

  PluginStatus status() {
    return new PluginStatus(
        meters.id(),
        meters.category(),
        element
            .peek("@type")
            .or(() -> element.peek("type"))
            .map(Parameter::text)
            .orElse(meters.type()),
        parameters(),
        hasStores,
        meters.counters(),
        meters.gauges(),
        pipe.map(buffered -> buffered.buffer().status()),
        pipe.flatMap(BufferedPipe::retry),
        files.get());
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Parameter parameter : element.parameters()) {
      parameters.put(parameter.name(), element.shown(parameter));
    }
    return parameters;
  }
}
