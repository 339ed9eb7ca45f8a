package io.millrace.plugins.filter.airflow;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.event.EventTime;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines get a log_id and an offset, and which. */
class AirflowFilterTest {
  private static final String TASK =
      "{\"dag_id\":\"d\",\"task_id\":\"t\",\"execution_date\":\"2024_05_01\",\"try_number\":\"1\"}";

  private static FilterDriver airflow(String... lines) {
    return FilterDriver.of("airflow", lines);
  }

  private static TestEvent at(long seconds, int nanos, String json) {
    return event("airflow.task", new EventTime(seconds, nanos), json);
  }

  private static String run(FilterDriver filter, String json) {
    return filter.run(at(1_700_000_000, 5, json)).get(0).json();
  }

  @Test
  void aLineOfATaskGetsBoth() {
    assertThat(run(airflow(), TASK))
        .isEqualTo(
            TASK.replace(
                "\"1\"}", "\"1\",\"log_id\":\"d_t_2024_05_01_1\",\"offset\":1700000000000000005}"));
  }

  @Test
  void whatALineHasIsKept() {
    String line = "{\"log_id\":\"mine\",\"offset\":3,\"dag_id\":\"d\",\"task_id\":\"t\"}";

    assertThat(run(airflow(), line)).isEqualTo(line);
  }

  @Test
  void anOffsetThatIsTextBecomesANumber() {
    assertThat(run(airflow(), "{\"log_id\":\"mine\",\"offset\":\"42\"}"))
        .isEqualTo("{\"log_id\":\"mine\",\"offset\":42}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "1.5", "\"12a\"", "{}", "\"9999999999999999999999\""})
  void anOffsetThatIsNoIntegerIsReplaced(String offset) {
    assertThat(run(airflow(), "{\"log_id\":\"mine\",\"offset\":" + offset + "}"))
        .isEqualTo("{\"log_id\":\"mine\",\"offset\":1700000000000000005}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"of the scheduler\"}",
        "{\"dag_id\":\"\",\"task_id\":\"t\"}",
        "{\"dag_id\":\"d\"}",
        "{\"dag_id\":null,\"task_id\":\"t\"}"
      })
  void aLineOfNoTaskPassesAsItIs(String line) {
    assertThat(run(airflow(), line)).isEqualTo(line);
  }

  @Test
  void withoutAnExecutionDateTheFieldThatTookItsPlaceIsTaken() {
    String base = "{\"dag_id\":\"d\",\"task_id\":\"t\",\"try_number\":2,\"execution_date\":null";

    assertThat(run(airflow(), base + ",\"logical_date\":\"L\",\"run_id\":\"R\"}"))
        .contains("\"log_id\":\"d_t_L_2\"");
    assertThat(run(airflow(), base + ",\"run_id\":\"R\"}")).contains("\"log_id\":\"d_t_R_2\"");
    assertThat(run(airflow(), base + "}")).contains("\"log_id\":\"d_t__2\"");
  }

  @Test
  void theTemplateOfNewAirflowsCountsMappedTasks() {
    FilterDriver filter =
        airflow("log_id_template '{dag_id}-{task_id}-{run_id}-{map_index}-{try_number}'");
    String base = "{\"dag_id\":\"d\",\"task_id\":\"t\",\"run_id\":\"r\",\"try_number\":1";

    assertThat(run(filter, base + ",\"map_index\":3}")).contains("\"log_id\":\"d-t-r-3-1\"");
    assertThat(run(filter, base + ",\"map_index\":-1}")).contains("\"log_id\":\"d-t-r--1-1\"");
    assertThat(run(filter, base + "}")).contains("\"log_id\":\"d-t-r--1-1\"");
  }

  @Test
  void offsetsOfOneLogIdGrowEvenWhereTimesDoNot() {
    List<TestEvent> out =
        airflow()
            .run(
                at(10, 0, TASK), at(10, 0, TASK), at(9, 0, TASK), at(10, 7, TASK), at(10, 7, TASK));

    assertThat(out)
        .extracting(event -> event.json().replaceFirst(".*\"offset\":(\\d+)}", "$1"))
        .containsExactly("10000000000", "10000000001", "10000000002", "10000000007", "10000000008");
  }

  @Test
  void linesThatAreReadAgainByAnotherAgentGetTheSameOffsets() {
    TestEvent[] lines = {at(10, 0, TASK), at(10, 0, TASK), at(11, 0, TASK)};

    assertThat(airflow().run(lines)).isEqualTo(airflow().run(lines));
  }

  @Test
  void theFieldsCanHaveOtherNames() {
    assertThat(run(airflow("log_id_key id", "offset_key at"), TASK))
        .endsWith("\"id\":\"d_t_2024_05_01_1\",\"at\":1700000000000000005}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dag_id", "{dag_id}_{task", "{}_{dag_id}", "{dag_id}}"})
  void aTemplateThatIsNoneIsRefused(String template) {
    assertThatThrownBy(() -> airflow("log_id_template \"" + template + "\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("log_id_template " + template)
        .hasMessageContaining("{map_index}");
  }
}
