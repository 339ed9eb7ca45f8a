package io.millrace.plugins.forward.out;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Service;
import io.millrace.net.EventLoops;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Weights and standby servers.
 *
 * <p>Source: Fluentd's out_forward, load balancer.
 */
class TurnsTest {
  private final TestContext context = new TestContext("out_forward");
  private final EventLoops loops = new EventLoops();
  private final ForwardOutputConfig config =
      TestConfig.bind(ForwardOutputConfig.class, "<server>\nhost 127.0.0.1\n</server>");

  private long nanos;

  @AfterEach
  void close() {
    loops.close();
    context.close();
  }

  private Node node(String name, int weight, boolean standby) {
    Service service =
        new Service(
            "127.0.0.1", 24224, Optional.of(name), weight, standby, Optional.empty(), "", "");
    Connector connector = new Connector(config, loops, context);
    return new Node(service, config, connector, context, () -> nanos, () -> {});
  }

  private Node away(Node node) {
    nanos += Duration.ofSeconds(61).toNanos();
    node.tick();
    return node;
  }

  private Map<String, Long> turns(Node... nodes) {
    return Turns.of(List.of(nodes), 1, context.log()).stream()
        .collect(groupingBy(node -> node.service().displayName(), counting()));
  }

  @Test
  void followTheWeights() {
    assertThat(turns(node("a", 60, false), node("b", 20, false), node("c", 40, false)))
        .isEqualTo(Map.of("a", 9L, "b", 3L, "c", 6L)); // 3 + 1 + 2 turns, three times
  }

  @Test
  void areDealtSeveralTimesSoThatTheyAreMixed() {
    assertThat(turns(node("a", 60, false), node("b", 60, false)))
        .isEqualTo(Map.of("a", 6L, "b", 6L));
    assertThat(turns(node("a", 100, false), node("b", 1, false)))
        .isEqualTo(Map.of("a", 100L, "b", 1L));
  }

  @Test
  void areNoneForAWeightOfZero() {
    assertThat(turns(node("a", 0, false), node("b", 5, false))).containsOnlyKeys("b");
    assertThat(turns(node("a", 0, false))).isEmpty();
  }

  @Test
  void leaveStandbyServersOutWhileNobodyIsAway() {
    assertThat(turns(node("a", 60, false), node("s", 60, true))).containsOnlyKeys("a");
  }

  @Test
  void takeInStandbyServersForTheWeightThatIsMissing() {
    Node gone = away(node("gone", 60, false));
    Node here = node("here", 60, false);

    assertThat(turns(gone, here, node("s1", 30, true), node("s2", 30, true), node("s3", 60, true)))
        .containsOnlyKeys("gone", "here", "s1", "s2");
    assertThat(turns(gone, here, node("big", 90, true), node("s2", 30, true)))
        .containsOnlyKeys("gone", "here", "big");
  }

  @Test
  void leaveStandbyServersOutThatAreAwayThemselves() {
    Node gone = away(node("gone", 60, false));
    Node goneToo = away(node("s1", 60, true));

    assertThat(turns(gone, goneToo, node("s2", 60, true))).containsOnlyKeys("gone", "s2");
  }

  @Test
  void stayThoseOfAServerThatIsAway() {
    assertThat(turns(away(node("gone", 60, false)), node("here", 60, false)))
        .isEqualTo(Map.of("gone", 6L, "here", 6L));
  }

  @Test
  void areNoneWhereAllServersAreStandby() {
    assertThat(turns(node("s", 60, true))).isEmpty();
  }

  @Test
  void areTheSameEachTimeInOneAgentAndOthersInAnother() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      nodes.add(node("n" + i, 60, false));
    }
    List<Node> turns = Turns.of(nodes, 1, context.log());

    assertThat(Turns.of(nodes, 1, context.log())).isEqualTo(turns);
    assertThat(Turns.of(nodes, 2, context.log())).isNotEqualTo(turns);
    assertThat(turns).isNotEqualTo(nodes);
  }
}
