package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.engine.worker.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of several workers in one process. */
class SeveralWorkersTest {
  @TempDir Path dir;
  private ReloadFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ReloadFixture(dir);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aPluginThatIsNotForSeveralWorkersMustStandInASectionOfOne() {
    String tail =
        "<source>\n@type tail\npath /x\ntag app\n<parse>\n@type none\n</parse>\n</source>\n";

    assertThatThrownBy(() -> fixture.build(fixture.configs(tail, 2)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "Plugin 'tail' does not support multi workers configuration (Fluent::Plugin::TailInput)");
    assertThat(fixture.build(fixture.configs("<worker 1>\n" + tail + "</worker>\n", 2)).graphs())
        .hasSize(2);
  }

  @Test
  void eachWorkerReadsItsOwnNumber() throws Exception {
    Workers workers =
        fixture.build(
            fixture.configs(
                "<match **>\n@type file\npath \"%s/of-#{worker_id}\"\n</match>\n".formatted(dir),
                2));
    workers.start();
    ReloadFixture.emit(workers);
    workers.stop();

    try (var files = Files.list(dir)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("of-0"))
          .anyMatch(name -> name.startsWith("of-1"));
    }
  }
}
