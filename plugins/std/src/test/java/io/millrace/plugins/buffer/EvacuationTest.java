package io.millrace.plugins.buffer;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.GraphDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where chunk files go when their retries are over, and where they stay. */
class EvacuationTest {
  @TempDir Path dir;

  private GraphDriver failing(String type, String retry) throws Exception {
    return GraphDriver.of(
            section("system", "root_dir " + dir + "/root")
                + "\n"
                + section(
                    "match **",
                    "@type null",
                    "@id to dest",
                    "never_flush true",
                    section(
                        "buffer",
                        "@type " + type,
                        "path " + dir + "/buf",
                        "flush_mode immediate",
                        "flush_at_shutdown true",
                        retry)))
        .start();
  }

  private List<String> names(String sub) throws IOException {
    if (!Files.exists(dir.resolve(sub))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dir.resolve(sub))) {
      return files
          .map(file -> file.getFileName().toString().replaceAll("[0-9a-f]{32}", "ID"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"file, buffer.qID.log buffer.qID.log.meta", "file_single, fsb.app.qID.buf"})
  void filesWhoseRetriesAreOverAreCopiedAway(String type, String expected) throws Exception {
    try (GraphDriver graph = failing(type, "retry_max_times 0")) {
      graph.emit(event("app", 1, "{}"));

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(names("buf")).isEmpty());
    }

    assertThat(names("root/buffer/to_dest")).containsExactly(expected.split(" "));
  }

  @Test
  void filesThatCannotBeDeliveredAtTheEndStayWhereTheyAre() throws Exception {
    try (GraphDriver graph = failing("file", "retry_wait 1h")) {
      graph.emit(event("app", 1, "{}"));
    }

    assertThat(names("buf")).containsExactly("buffer.qID.log", "buffer.qID.log.meta");
    assertThat(dir.resolve("root/buffer")).doesNotExist();
  }
}
