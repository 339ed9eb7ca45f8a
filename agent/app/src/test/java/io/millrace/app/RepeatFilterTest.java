package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepeatFilterTest {

  private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

  /** Lines as {@code second:text}; those that are written. */
  private static List<String> written(RepeatFilter filter, String... lines) {
    List<String> written = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split(":");
      LoggingEvent event = new LoggingEvent();
      event.setLevel(Level.WARN);
      event.setMessage(parts[1]);
      event.setTimeStamp(Long.parseLong(parts[0]) * 1000);
      if (filter.decide(event) != FilterReply.DENY) {
        written.add(line);
      }
    }
    return written;
  }

  @Test
  void leavesOutALineEqualToTheOneBefore() {
    RepeatFilter filter = new RepeatFilter(MINUTE, Optional.empty());

    assertThat(written(filter, "1:a", "2:a", "3:b", "4:a", "5:a", "65:a"))
        .containsExactly("1:a", "3:b", "4:a", "65:a");
  }

  @Test
  void leavesOutALineEqualToAny() {
    RepeatFilter filter = new RepeatFilter(Optional.empty(), MINUTE);

    assertThat(written(filter, "1:a", "2:b", "3:a", "4:b", "60:a", "61:a", "63:b"))
        .containsExactly("1:a", "2:b", "61:a", "63:b");
  }

  @Test
  void leavesOutNothingWithoutAnInterval() {
    RepeatFilter filter = new RepeatFilter(Optional.empty(), Optional.empty());

    assertThat(written(filter, "1:a", "1:a")).hasSize(2);
  }
}
