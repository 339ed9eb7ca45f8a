package io.millrace.plugins.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Source: Fluentd's tail input, "group". */
class GroupLimitsTest {
  private static final String GROUP =
      "path DIR/*.log\npos_file DIR/pos\ntag t\nread_from_head true\n"
          + TailDriver.NONE
          + "<group>\npattern /(?<app>[a-z]+)-(?<kind>[a-z]+)\\.log$/\nrate_period 1s\n";

  @TempDir Path dir;
  @RegisterExtension final TailDriver tail = new TailDriver(() -> dir);

  private static String rule(String match, int limit) {
    return "<rule>\nmatch " + match + "\nlimit " + limit + "\n</rule>\n";
  }

  @Test
  void theRuleWithMoreExpressionsWins() {
    tail.write("shop-web.log", "web\n");
    tail.write("shop-debug.log", "debug\n");
    tail.write("other.log", "other\n");
    tail.start(
        GROUP
            + rule("{\"app\":\"/^shop$/\"}", -1)
            + rule("{\"app\":\"/^shop$/\",\"kind\":\"/^debug$/\"}", 0)
            + "</group>");
    await().until(() -> tail.messages().size() == 2);
    assertThat(tail.messages()).containsExactlyInAnyOrder("web", "other");
    tail.stop();
    assertThat(tail.messages()).containsExactlyInAnyOrder("web", "other");
    assertThat(tail.read("pos"))
        .contains(tail.line("shop-debug.log", 0, tail.inode("shop-debug.log")));
  }

  @Test
  void filesOfARuleShareItsLimit() {
    tail.write("shop-web.log", "w1\nw2\nw3\n");
    tail.write("shop-db.log", "d1\nd2\nd3\n");
    tail.start(GROUP + rule("{\"app\":\"/shop/\"}", 4) + "</group>");
    await().atMost(Duration.ofSeconds(10)).until(() -> tail.messages().size() == 6);
    assertThat(tail.messages()).contains("w1", "w2", "w3", "d1", "d2", "d3");
    assertThat(tail.context().emits()).allMatch(emit -> emit.events().count() <= 2);
    assertThat(tail.context().count("throttled_log_count")).isPositive();
  }

  @Test
  void refusesALimitThatMeansNothing() {
    assertThatThrownBy(() -> tail.start(GROUP + rule("{\"app\":\"/x/\"}", -2) + "</group>"))
        .hasMessageContaining("limit -2: Metadata Group Limit >= DEFAULT_LIMIT");
  }
}
