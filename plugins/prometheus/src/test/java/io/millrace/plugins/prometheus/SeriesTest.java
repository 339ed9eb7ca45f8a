package io.millrace.plugins.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Series that come and go, and texts of several workers. */
class SeriesTest {
  private static final long AN_HOUR = 3_600_000_000_000L;

  private final Registry registry = new Registry();
  private final Family family = registry.register("m", Kind.COUNTER, "d");

  private Series used(String label) {
    Series series = family.series(new LabelText("l=\"" + label + "\""));
    series.mark();
    series.update(Kind.COUNTER, 1);
    return series;
  }

  @Test
  void removesASeriesThatNobodyUsed() {
    Series idle = used("idle");
    Series busy = used("busy");
    long now = System.nanoTime();
    family.expire(idle, now, AN_HOUR);
    family.expire(busy, now, AN_HOUR);
    busy.mark();

    family.expire(idle, now + AN_HOUR, AN_HOUR);
    family.expire(busy, now + AN_HOUR, AN_HOUR);

    assertThat(idle.isGone()).isTrue();
    assertThat(registry.text()).contains("busy").doesNotContain("idle");
  }

  @Test
  void whoFindsASeriesGoneFindsItGoneForEver() throws Exception {
    List<Series> left = new ArrayList<>();
    AtomicReference<Series> current = new AtomicReference<>(new Single());
    AtomicBoolean done = new AtomicBoolean();
    Thread expiring =
        new Thread(
            () -> {
              while (!done.get()) {
                current.get().expire(System.nanoTime(), 0);
              }
            });
    expiring.start();

    while (left.size() < 1000) {
      Series series = current.get();
      series.mark();
      series.update(Kind.COUNTER, 1);
      if (series.isGone()) {
        left.add(series);
        current.set(new Single());
      }
    }
    done.set(true);
    expiring.join();

    assertThat(left).allMatch(Series::isGone);
  }

  @Test
  void keepsASeriesThatIsToStay() {
    Series kept = used("kept");
    kept.keep();
    long now = System.nanoTime();

    family.expire(kept, now, AN_HOUR);
    family.expire(kept, now + 2 * AN_HOUR, AN_HOUR);

    assertThat(kept.isGone()).isFalse();
  }

  @Test
  void joinsTheTextsOfWorkersByMetric() {
    String first = "# TYPE a gauge\n# HELP a A\na{w=\"0\"} 1.0\n# TYPE b gauge\nb{w=\"0\"} 2.0\n";
    String second = "# TYPE b gauge\nb{w=\"1\"} 4.0\n# TYPE a gauge\n# HELP a A\na{w=\"1\"} 3.0\n";

    assertThat(MergedText.of(List.of(first, second)))
        .isEqualTo(
            "# TYPE a gauge\n# HELP a A\na{w=\"0\"} 1.0\na{w=\"1\"} 3.0\n"
                + "# TYPE b gauge\nb{w=\"0\"} 2.0\nb{w=\"1\"} 4.0\n");
  }

  @Test
  void writesNumbersThatPrometheusReads() {
    family.set(new LabelText("l=\"inf\""), Double.POSITIVE_INFINITY);
    family.set(new LabelText("l=\"big\""), 1e20);

    assertThat(registry.text()).contains("{l=\"inf\"} +Inf\n").contains("{l=\"big\"} 1.0e+20\n");
  }
}
