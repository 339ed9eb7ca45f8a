package io.millrace.engine.graph;

import io.millrace.api.Plugin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A plugin with what belongs to it and shares its life: nested plugins, and for an output its
 * buffer. Its parts start in order and shut down in reverse.
 */
final class Unit {
  /**
   * When a unit starts, among the others: in the order of the constants. It ends in the reverse
   * order.
   */
  enum Rank {
    /** Outputs that deliver. */
    OUTPUT,
    /** Filters. */
    FILTER,
    /** Outputs that route to other outputs. */
    ROUTING_OUTPUT,
    /** Inputs. */
    INPUT
  }

  private final String id;
  private Rank rank;
  private final List<Plugin> parts = new ArrayList<>();

  Unit(String id, Rank rank) {
    this.id = id;
    this.rank = rank;
  }

  String id() {
    return id;
  }

  Rank rank() {
    return rank;
  }

  /** Changes the rank, once the plugin is there to tell it. */
  void rank(Rank newRank) {
    rank = newRank;
  }

  /** Adds a part that starts after those there are. */
  void add(Plugin part) {
    parts.add(part);
  }

  List<Plugin> parts() {
    return List.copyOf(parts);
  }

  List<Plugin> partsReversed() {
    List<Plugin> reversed = new ArrayList<>(parts);
    Collections.reverse(reversed);
    return reversed;
  }
}
