package io.millrace.engine.graph;

import io.millrace.api.EventSink;
import io.millrace.api.Monitor;
import io.millrace.engine.metrics.Meters;
import io.millrace.engine.output.BufferedPipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything one configuration describes, created and ready to start. Start and stop it once each.
 */
public final class Graph {
  private final Lifecycle lifecycle;
  private final Meters meters;
  private final Monitor monitor;
  private final PluginLogLevels logLevels;
  private final Map<String, BufferedPipe> buffers;
  private final Handed handed;
  private final SystemConfig system;
  private final Function<String, Optional<EventSink>> labels;

  Graph(
      PluginContexts plugins,
      Map<String, BufferedPipe> buffers,
      Handed handed,
      SystemConfig system,
      Function<String, Optional<EventSink>> labels) {
    this.lifecycle = new Lifecycle(plugins.units());
    this.meters = plugins.meters();
    this.monitor = plugins.monitor();
    this.logLevels = plugins.logLevels();
    this.buffers = new LinkedHashMap<>(buffers);
    this.handed = handed;
    this.system = system;
    this.labels = labels;
  }

  /**
   * Starts every plugin, outputs first and inputs last.
   *
   * @throws Exception what the first plugin threw that did not start; call {@link #stop} then too
   */
  public void start() throws Exception {
    logLevels.begin();
    lifecycle.start();
  }

  /** Ends every plugin, inputs first; outputs flush what they must. */
  public void stop() {
    lifecycle.stop();
    logLevels.end();
  }

  /** Asks every output to flush its buffer now. */
  public void flush() {
    buffers.values().forEach(BufferedPipe::flushAll);
  }

  /**
   * Makes {@link #stop} leave to {@code next} the buffers of those outputs that it has unchanged:
   * they are not flushed. Call before {@link #stop}.
   */
  public void leaveTo(Graph next) {
    buffers.forEach(
        (output, pipe) -> {
          if (next.buffers.containsKey(output)) {
            pipe.leaveBuffer();
          }
        });
  }

  /**
   * Goes on with what {@code former} left, buffers and whatever its plugins handed over. Call
   * before {@link #start}.
   */
  public void takeFrom(Graph former) {
    former.buffers.forEach(
        (output, pipe) -> {
          BufferedPipe same = buffers.get(output);
          if (same != null) {
            same.goOnFrom(pipe.left());
          }
        });
    handed.addAll(former.handed);
  }

  /** What is measured of the plugins. */
  public Meters meters() {
    return meters;
  }

  /** What can be seen of the plugins. */
  public Monitor monitor() {
    return monitor;
  }

  /** The {@code <system>} section. */
  public SystemConfig system() {
    return system;
  }

  /**
   * Where events of a label go in, such as {@code @FLUENT_LOG}; empty if there is no such label.
   * {@code @ROOT} is the root.
   */
  public Optional<EventSink> label(String name) {
    return labels.apply(name);
  }
}
