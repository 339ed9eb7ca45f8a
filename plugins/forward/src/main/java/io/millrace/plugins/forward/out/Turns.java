package io.millrace.plugins.forward.out;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;

/**
 * Whose turn it is: each server as often as its weight says, in an order that is mixed.
 *
 * <p>Source: Fluentd's out_forward, load balancer.
 */
final class Turns {
  private static final int ROUNDS = 6;

  private Turns() {}

  /**
   * The order of {@code nodes}. A server that is away keeps its turns, which are skipped; standby
   * servers get turns for the weight that is missing.
   *
   * @param seed of the mixing: agents should not all begin with the same server
   */
  static List<Node> of(List<Node> nodes, long seed, Logger log) {
    List<Node> used = new ArrayList<>();
    List<Node> standby = new ArrayList<>();
    int lost = 0;
    for (Node node : nodes) {
      if (node.weight() > 0) {
        (node.isStandby() ? standby : used).add(node);
        lost += node.isStandby() || node.isAvailable() ? 0 : node.weight();
      }
    }
    if (used.isEmpty()) {
      log.warn("No nodes are available: every <server> has weight 0 or is standby");
      return List.of();
    }
    for (Node node : standby) {
      if (lost > 0 && node.isAvailable()) {
        used.add(node);
        lost -= node.weight();
        log.warn("using standby node {}", node);
      }
    }
    return mixed(used, seed);
  }

  private static List<Node> mixed(List<Node> used, long seed) {
    int divisor = used.stream().mapToInt(Node::weight).reduce(0, Turns::gcd);
    List<Node> turns = new ArrayList<>();
    for (Node node : used) {
      turns.addAll(Collections.nCopies(node.weight() / divisor, node));
    }
    int times = used.size() * ROUNDS / turns.size();
    if (times > 1) {
      List<Node> once = List.copyOf(turns);
      for (int i = 1; i < times; i++) {
        turns.addAll(once);
      }
    }
    Collections.shuffle(turns, new Random(seed));
    return List.copyOf(turns);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
