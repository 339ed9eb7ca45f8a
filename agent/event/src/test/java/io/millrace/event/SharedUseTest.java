package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.time.Strftime;
import io.millrace.event.time.Strptime;
import io.millrace.event.time.Zone;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Compiled expressions and formats are shared by threads; what they remember must not mix. */
class SharedUseTest {
  private static final Zone ZONE = Zone.given(ZoneId.of("America/New_York"));
  private final RubyRegexp regexp = RubyRegexp.parse("/^(?<word>[a-z]+)-(?<number>\\d+)$/");
  private final Strftime whole = Strftime.of("%Y-%m-%d %H:%M:%S %z", ZONE);
  private final Strftime fine = Strftime.of("%s.%N %z", ZONE);
  private final Strptime reader = Strptime.of("%s.%N", ZONE, InstantSource.fixed(Instant.EPOCH));

  private int use(int thread) {
    RubyMatcher matcher = regexp.matcher();
    int agreed = 0;
    for (int i = 0; i < 5000; i++) {
      long second = 1700000000L + (i % 7) * 9_000_000L + thread;
      String text = "abc".substring(0, 1 + thread % 3) + "-" + i;
      boolean matched = matcher.find(ByteSlice.utf8(text));
      agreed += matched && matcher.group(2).toString().equals(Integer.toString(i)) ? 1 : 0;
      agreed +=
          whole.format(second, 0).equals(Strftime.of(whole.toString(), ZONE).format(second, 0))
              ? 1
              : 0;
      String epoch = fine.format(second, i);
      agreed += epoch.startsWith(second + ".") ? 1 : 0;
      agreed += reader.parse(epoch).equals(new EventTime(second, i)) ? 1 : 0;
    }
    return agreed;
  }

  @Test
  void threads_do_not_see_each_others_texts() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> uses = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int thread = i;
        uses.add(() -> use(thread));
      }
      for (Future<Integer> use : threads.invokeAll(uses)) {
        assertThat(use.get()).isEqualTo(20_000);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
