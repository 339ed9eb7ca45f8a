package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.graph.SystemConfig.LogLevel;
import io.millrace.engine.worker.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What graphs leave to each other at a reload, with real plugins in this process. */
class ReloaderTest {
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
  void anUnchangedOutputKeepsWhatItHasInMemory() throws Exception {
    Workers old = fixture.started(fixture.output(""));
    ReloadFixture.emit(old);

    Workers next = fixture.reload(old, ReloadFixture.OTHER_LABEL + fixture.output(""));

    assertThat(next).isNotSameAs(old);
    assertThat(fixture.lines()).isEmpty();
    ReloadFixture.emit(next);
    next.stop();
    assertThat(fixture.lines()).hasSize(2);
  }

  @Test
  void anOutputThatChangedIsFlushedAsAtAShutdown() throws Exception {
    Workers old = fixture.started(fixture.output(""));
    ReloadFixture.emit(old);

    Workers next = fixture.reload(old, fixture.output("compress text"));

    assertThat(fixture.lines()).hasSize(1);
    next.stop();
    assertThat(fixture.lines()).hasSize(1);
  }

  @Test
  void theLevelOfAPluginsLogEndsWithItsGraph() throws Exception {
    String loud = "<match loud>\n@type null\n@id loud\n@log_level debug\n</match>\n";
    Workers old = fixture.build(fixture.configs(loud, 1));
    assertThat(fixture.levels).isEmpty();
    old.start();
    assertThat(fixture.levels).containsOnly(Map.entry("plugin.loud", LogLevel.DEBUG));

    Workers next = fixture.reload(old, loud.replace("@log_level debug\n", ""));

    assertThat(fixture.levels).isEmpty();
    next.stop();
  }

  @Test
  void filesThatAreFollowedWithoutAPositionFileAreReadOn() throws Exception {
    Path log = Files.writeString(dir.resolve("in.log"), "before the start\n");
    String tail =
        """
        <source>
          @type tail
          path %s
          tag app
          <parse>
            @type none
          </parse>
        </source>
        """
            .formatted(log);
    String out = fixture.output("").replace("1h", "1s");
    Workers old = fixture.started(tail + out);
    Awaitility.await()
        .atMost(ReloadFixture.TIMEOUT)
        .untilAsserted(
            () -> {
              Files.writeString(log, "line\n", StandardOpenOption.APPEND);
              assertThat(fixture.lines()).isNotEmpty();
            });
    old.stop();
    Files.writeString(log, "while nobody read\n", StandardOpenOption.APPEND);
    Workers next = fixture.build(fixture.configs(tail + out, 1));
    next.takeFrom(old);
    next.start();

    Awaitility.await()
        .atMost(ReloadFixture.TIMEOUT)
        .until(() -> fixture.lines().stream().anyMatch(line -> line.contains("while nobody read")));
    next.stop();
    assertThat(fixture.lines()).hasSize(Files.readAllLines(log).size() - 1);
  }
}
