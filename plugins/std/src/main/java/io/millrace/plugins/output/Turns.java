package io.millrace.plugins.output;

import io.millrace.api.Child;
import io.millrace.api.ConfigException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whose turn it is, for stores with weights: each store as often as its weight says, in lowest
 * terms. In the order of the configuration if no weight is above 1, else in random order, so that
 * the turns of a heavy store are not in a row.
 *
 * <p>Source: Fluentd's out_roundrobin, weights.
 */
final class Turns {
  /** Most turns of a round; so many are finer than anybody needs. */
  private static final long MOST = 100_000;

  private Turns() {}

  /**
   * The indexes of {@code stores} in the order of their turns.
   *
   * @throws ConfigException if a weight is no number, or if no store has one
   */
  static List<Integer> of(List<? extends Child<?>> stores) {
    List<Integer> weights = stores.stream().map(Turns::weight).toList();
    int divisor = weights.stream().reduce(0, Turns::commonDivisor);
    if (divisor == 0) {
      throw new ConfigException(
          "weight is 0 in every <store> of roundrobin; give at least one a weight of 1 or more");
    }
    long sum = weights.stream().mapToLong(weight -> weight / divisor).sum();
    if (sum > MOST) {
      throw new ConfigException(
          "weights of the <store> sections add up to "
              + sum
              + " turns, which is above "
              + MOST
              + "; use smaller numbers");
    }
    List<Integer> turns = new ArrayList<>((int) sum);
    for (int store = 0; store < stores.size(); store++) {
      turns.addAll(Collections.nCopies(weights.get(store) / divisor, store));
    }
    if (weights.stream().anyMatch(weight -> weight > 1)) {
      Collections.shuffle(turns);
    }
    return turns;
  }

  private static int weight(Child<?> store) {
    String text = store.parameter("weight").orElse("1");
    try {
      int weight = Integer.parseInt(text);
      if (weight >= 0) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // told below, as a negative one is
    }
    throw new ConfigException(
        store.location() + ": weight of <store> must be a whole number of 0 or more, not " + text);
  }

  private static int commonDivisor(int a, int b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue();
  }
}
