package io.millrace.engine.graph;

import io.millrace.api.Plugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks all units through their phases; the only caller of {@link Plugin}'s methods.
 *
 * <p>Starting: outputs, filters, outputs that route, inputs last, each {@code start} and at once
 * {@code afterStart}: an input must find its outputs running, and a small buffer needs its flush
 * thread before the first event. The first failure ends it.
 *
 * <p>Ending: {@code stop} for all (flags only, inputs first), then rank by rank, inputs first:
 * {@code beforeShutdown} and {@code shutdown} of all units of a rank in parallel, {@code
 * afterShutdown}, and at last {@code close} and {@code terminate} in the same order. Each phase is
 * attempted for every part even if another throws.
 *
 * <p>Source: Fluentd's root agent.
 */
final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /** One phase of a plugin. */
  @FunctionalInterface
  private interface Phase {
    void run(Plugin plugin) throws Exception;
  }

  private final List<Unit> startOrder;

  Lifecycle(List<Unit> units) {
    startOrder = new ArrayList<>(units);
    startOrder.sort(
        Comparator.comparing(Unit::rank)); // stable: the order of the configuration within a rank
  }

  /** Starts everything. Whoever gets an exception calls {@link #stop} for what was started. */
  void start() throws Exception {
    for (Unit unit : startOrder) {
      for (Plugin part : unit.parts()) {
        part.start();
        part.afterStart();
      }
    }
  }

  /** Ends everything. Takes as long as the plugins take. */
  void stop() {
    List<List<Unit>> ranks = endOrder();
    for (List<Unit> rank : ranks) {
      rank.forEach(unit -> run(unit, "stop", Plugin::stop));
    }
    for (List<Unit> rank : ranks) {
      inParallel(
          rank,
          unit -> {
            run(unit, "before_shutdown", Plugin::beforeShutdown);
            run(unit, "shutdown", Plugin::shutdown);
          });
    }
    for (List<Unit> rank : ranks) {
      rank.forEach(unit -> run(unit, "after_shutdown", Plugin::afterShutdown));
    }
    for (List<Unit> rank : ranks) {
      inParallel(rank, unit -> run(unit, "close", Plugin::close));
    }
    for (List<Unit> rank : ranks) {
      rank.forEach(unit -> run(unit, "terminate", Plugin::terminate));
    }
  }

  private List<List<Unit>> endOrder() {
    List<List<Unit>> ranks = new ArrayList<>();
    Unit.Rank[] all = Unit.Rank.values();
    for (int i = all.length - 1; i >= 0; i--) {
      Unit.Rank rank = all[i];
      ranks.add(startOrder.stream().filter(unit -> unit.rank() == rank).toList());
    }
    return ranks;
  }

  private static void inParallel(List<Unit> units, Consumer<Unit> work) {
    JoinedThreads.forEach(units, unit -> "shutdown-" + unit.id(), work);
  }

  private static void run(Unit unit, String name, Phase phase) {
    for (Plugin part : unit.partsReversed()) {
      try {
        phase.run(part);
      } catch (Exception | Error e) { // no plugin may keep another from its end
        LOG.warn(
            "unexpected error while calling {} on plugin: plugin_id=\"{}\" error=\"{}\"",
            name,
            unit.id(),
            e.toString(),
            e);
      }
    }
  }
}
