package io.millrace.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Plugin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** Writes down every phase; throws in the one called {@code broken}. */
  private Plugin recording(String name, String broken) {
    return new Plugin() {
      private void call(String phase) {
        calls.add(name + "." + phase);
        if (phase.equals(broken)) {
          throw new IllegalStateException(name + " is broken");
        }
      }

      @Override
      public void start() {
        call("start");
      }

      @Override
      public void afterStart() {
        call("afterStart");
      }

      @Override
      public void stop() {
        call("stop");
      }

      @Override
      public void beforeShutdown() {
        call("beforeShutdown");
      }

      @Override
      public void shutdown() {
        call("shutdown");
      }

      @Override
      public void close() {
        call("close");
      }
    };
  }

  private Unit unit(String name, Unit.Rank rank, String broken) {
    Unit unit = new Unit(name, rank);
    unit.add(recording(name, broken));
    return unit;
  }

  @Test
  void outputsStartFirstAndInputsLastAndTheyEndTheOtherWayRound() throws Exception {
    Lifecycle lifecycle =
        new Lifecycle(
            List.of(
                unit("in", Unit.Rank.INPUT, ""),
                unit("copy", Unit.Rank.ROUTING_OUTPUT, ""),
                unit("filter", Unit.Rank.FILTER, ""),
                unit("out", Unit.Rank.OUTPUT, "")));

    lifecycle.start();
    lifecycle.stop();

    assertThat(calls)
        .filteredOn(call -> call.endsWith(".start"))
        .containsExactly("out.start", "filter.start", "copy.start", "in.start");
    assertThat(calls)
        .filteredOn(call -> call.endsWith(".shutdown"))
        .containsExactly("in.shutdown", "copy.shutdown", "filter.shutdown", "out.shutdown");
    assertThat(calls.indexOf("out.stop")).isLessThan(calls.indexOf("in.shutdown"));
    assertThat(calls.indexOf("out.shutdown")).isLessThan(calls.indexOf("in.close"));
  }

  @Test
  void aPluginThatFailsToEndDoesNotKeepTheOthersFromIt() throws Exception {
    Lifecycle lifecycle =
        new Lifecycle(
            List.of(
                unit("in", Unit.Rank.INPUT, "beforeShutdown"), unit("out", Unit.Rank.OUTPUT, "")));

    lifecycle.start();
    lifecycle.stop();

    assertThat(calls).contains("in.shutdown", "in.close", "out.shutdown", "out.close");
  }

  @Test
  void aPluginThatFailsToStartEndsTheStarting() {
    Lifecycle lifecycle =
        new Lifecycle(
            List.of(unit("in", Unit.Rank.INPUT, ""), unit("out", Unit.Rank.OUTPUT, "start")));

    assertThatThrownBy(lifecycle::start).hasMessage("out is broken");
    assertThat(calls).containsExactly("out.start");
  }
}
