package io.millrace.plugins.forward.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Service;
import io.millrace.net.EventLoops;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When a server counts as away and as back, by a clock that a test moves.
 *
 * <p>Source: Fluentd's out_forward, node and failure detector.
 */
class NodeTest {
  private static final Service SERVICE =
      new Service("127.0.0.1", 24224, Optional.of("one"), 60, false, Optional.empty(), "", "");

  private final TestContext context = new TestContext("out_forward");
  private final EventLoops loops = new EventLoops();
  private final AtomicInteger changes = new AtomicInteger();
  private long nanos;

  @AfterEach
  void close() {
    loops.close();
    context.close();
  }

  private Node node(String... lines) {
    ForwardOutputConfig config =
        TestConfig.bind(
            ForwardOutputConfig.class,
            "<server>\nhost 127.0.0.1\n</server>",
            String.join("\n", lines));
    Connector connector = new Connector(config, loops, context);
    return new Node(SERVICE, config, connector, context, () -> nanos, changes::incrementAndGet);
  }

  private void pass(double seconds) {
    nanos += (long) (seconds * 1e9);
  }

  /** A heartbeat in each of so many seconds. */
  private void beat(Node node, int times) {
    for (int i = 0; i < times; i++) {
      pass(1);
      node.sign(true);
      node.tick();
    }
  }

  @Test
  void isAwayOnceItsSilenceIsUnlikely() {
    Node node = node();
    beat(node, 10);

    pass(36); // phi is 36 / ln 10 = 15.6
    node.tick();
    assertThat(node.isAvailable()).isTrue();
    pass(1); // 16.07
    node.tick();

    assertThat(node.isAvailable()).isFalse();
    assertThat(changes).hasValue(1);
  }

  @Test
  void isAwayAfterTheHardTimeoutOnlyWhereUnlikelinessDoesNotCount() {
    Node node = node("phi_failure_detector false");
    beat(node, 10);

    pass(60);
    node.tick();
    assertThat(node.isAvailable()).isTrue();
    pass(0.001);
    node.tick();

    assertThat(node.isAvailable()).isFalse();
  }

  @Test
  void isAwayAfterTheHardTimeoutWhateverTheThreshold() {
    Node node = node("phi_threshold 1000", "hard_timeout 5s");
    beat(node, 3);

    pass(5.5);
    node.tick();

    assertThat(node.isAvailable()).isFalse();
  }

  @Test
  void isBackOnceItHasAnsweredForAWhile() {
    Node node = node();
    pass(61);
    node.tick();
    assertThat(node.isAvailable()).isFalse();

    beat(node, 10); // recover_wait 10 s, heartbeat_interval 1 s
    assertThat(node.isAvailable()).isFalse();
    beat(node, 1);

    assertThat(node.isAvailable()).isTrue();
    assertThat(changes).hasValue(2);
  }

  @Test
  void isNotBackWhereItFellSilentAgainMeanwhile() {
    Node node = node();
    pass(61);
    node.tick();
    beat(node, 9);
    pass(61);
    node.tick();

    beat(node, 10);

    assertThat(node.isAvailable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, 86_400})
  void isThereWhenTheWallClockIsSet(long seconds) {
    Node node = node();
    beat(node, 10);

    set(seconds);
    node.tick();
    assertThat(node.isAvailable()).isTrue();
    beat(node, 10);
    pass(30);
    node.tick();

    assertThat(node.isAvailable()).isTrue();
    assertThat(changes).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, 86_400})
  void isAwayInGoodTimeThoughTheWallClockWasSet(long seconds) {
    Node node = node();
    beat(node, 5);
    set(seconds);
    beat(node, 5);

    pass(37);
    node.tick();

    assertThat(node.isAvailable()).isFalse();
  }

  private void set(long seconds) {
    context.manualClock().advance(Duration.ofSeconds(seconds));
  }

  @Test
  void aChunkThatWasSentIsASignOfLifeButBringsNobodyBack() {
    Node node = node();
    for (int i = 0; i < 5; i++) {
      pass(30);
      node.sign(false);
      node.tick();
    }
    assertThat(node.isAvailable()).isTrue();
    pass(61);
    node.tick();
    assertThat(node.isAvailable()).isFalse();

    for (int i = 0; i < 50; i++) {
      pass(1);
      node.sign(false);
      node.tick();
    }

    assertThat(node.isAvailable()).isFalse();
  }
}
