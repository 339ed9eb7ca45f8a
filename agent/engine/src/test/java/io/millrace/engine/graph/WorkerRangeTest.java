package io.millrace.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ConfigException;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.SourceLocation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerRangeTest {
  private static final int WORKERS = 4;
  private static final SourceLocation HERE = new SourceLocation("fluent.conf", 1);

  private final Diagnostics diagnostics = new Diagnostics();

  private static ConfigElement section(String name, String argument, ConfigElement... children) {
    ConfigElement.Builder builder = ConfigElement.builder(name, argument, HERE);
    List.of(children).forEach(builder::add);
    return builder.build();
  }

  private List<TopLevel.Placed> of(int worker, ConfigElement... sections) {
    return TopLevel.elements(section("ROOT", "", sections), worker, WORKERS, diagnostics);
  }

  private String problems() {
    try {
      diagnostics.throwIfAny();
      return "";
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }

  @Test
  void aWorkerHasWhatStandsOutsideAndWhatNamesIt() {
    ConfigElement all = section("match", "all");
    ConfigElement first = section("match", "first");
    ConfigElement later = section("match", "later");

    List<TopLevel.Placed> second =
        of(2, section("worker", "0", first), section("worker", "1-2", later), all);

    assertThat(second)
        .containsExactly(new TopLevel.Placed(all, WORKERS), new TopLevel.Placed(later, 2));
    assertThat(problems()).isEmpty();
  }

  @Test
  void aSectionOfOneWorkerIsForOneWorkerAndMayStandTwice() {
    ConfigElement source = section("source", "");

    List<TopLevel.Placed> placed =
        of(3, section("worker", "3", source), section("worker", "3", source));

    assertThat(placed).containsOnly(new TopLevel.Placed(source, 1)).hasSize(2);
    assertThat(problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|Missing worker id on <worker> directive",
        "4|worker id 4 specified by <worker> directive is not allowed. Available worker id is between 0 and 3",
        "2-5|worker id 4 specified by <worker> directive is not allowed. Available worker id is between 0 and 3",
        "x|worker id x specified by <worker> directive is not allowed. Available worker id is between 0 and 3",
        "2-1|greater first_worker_id<2> than last_worker_id<1> specified by <worker> directive is not allowed. Available multi worker assign syntax is <smaller_worker_id>-<greater_worker_id>"
      })
  void aWrongArgumentIsToldInFluentdsWords(String argument, String message) {
    of(0, section("worker", argument));

    assertThat(problems()).contains(message, "fluent.conf:1");
  }

  @Test
  void rangesMustNotOverlap() {
    of(0, section("worker", "0-1"), section("worker", "1-2"));

    assertThat(problems())
        .contains(
            "specified worker_id<1> collisions is detected on <worker> directive. Available worker id(s): [2, 3]");
  }

  @Test
  void onlyPipelinesMayStandInside() {
    of(0, section("worker", "0", section("system", "")));

    assertThat(problems()).contains("<worker> section cannot have <system> directive");
  }
}
