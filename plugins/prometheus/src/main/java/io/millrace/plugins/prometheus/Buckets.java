package io.millrace.plugins.prometheus;

import io.millrace.event.RubyFloat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Upper bounds of a histogram.
 *
 * @param bounds the numbers, growing
 * @param texts how each is written as {@code le}: one that was written without a dot has none
 */
record Buckets(List<Double> bounds, List<String> texts) {
  /** No bounds: of other types. */
  static final Buckets NONE = new Buckets(List.of(), List.of());

  private static final Pattern INTEGER = Pattern.compile("\\d+");
  private static final Pattern FLOAT = Pattern.compile("\\d+\\.\\d+");

  /** Those of Ruby's client. */
  static final Buckets DEFAULT = parse("0.005,0.01,0.025,0.05,0.1,0.25,0.5,1,2.5,5,10");

  /**
   * Reads numbers between commas.
   *
   * @throws IllegalArgumentException if they are no growing numbers
   */
  static Buckets parse(String text) {
    List<Double> bounds = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String item : text.split(",")) {
      String number = item.strip();
      double bound = bound(number, text);
      if (!bounds.isEmpty() && bound <= bounds.get(bounds.size() - 1)) {
        throw new IllegalArgumentException("buckets '" + text + "' must grow: " + number);
      }
      bounds.add(bound);
      texts.add(INTEGER.matcher(number).matches() ? number : RubyFloat.toString(bound));
    }
    return new Buckets(List.copyOf(bounds), List.copyOf(texts));
  }

  private static double bound(String number, String text) {
    if (!FLOAT.matcher(number).matches() && !INTEGER.matcher(number).matches()) {
      throw new IllegalArgumentException(
          "buckets '" + text + "': '" + number + "' is no number such as 1 or 0.5");
    }
    return Double.parseDouble(number);
  }
}
