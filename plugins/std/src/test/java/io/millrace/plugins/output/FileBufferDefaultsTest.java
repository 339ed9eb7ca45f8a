package io.millrace.plugins.output;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.GraphDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What out_file makes of a {@code <buffer>} that is not there, or says little. */
class FileBufferDefaultsTest {
  private static final String BY_DAY = "default timekey interval (1d) will be used";

  @TempDir Path dir;

  private GraphDriver graph(String... lines) {
    return GraphDriver.of(
        section("match **", "@type file", "path " + dir + "/out", String.join("\n", lines)));
  }

  private List<String> warnings(String... lines) {
    try (GraphDriver graph = graph(lines)) {
      return graph.warnings();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.filter(Files::isRegularFile)
          .map(file -> dir.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aMissingSectionIsToldOf() {
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains(BY_DAY + " because of missing <buffer> section. To change the output frequency");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<buffer>\n</buffer>", "<buffer time>\n</buffer>"})
  void aMissingTimekeyIsToldOf(String buffer) {
    assertThat(warnings(buffer))
        .singleElement()
        .asString()
        .contains(BY_DAY + ". To change the output frequency");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<buffer []>\n</buffer>",
        "<buffer>\n timekey 1h\n</buffer>",
        "buffer_type memory\nflush_interval 5s",
        "time_slice_format %Y%m%d%H"
      })
  void nothingIsToldWhereTimeSlicesAreKnownOrNone(String lines) {
    assertThat(warnings(lines)).noneMatch(warning -> warning.contains("timekey interval"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"utc", "localtime"})
  void aZoneOfOldIsTheFormattersOnly(String name) {
    assertThat(warnings(name, "<buffer []>\n</buffer>"))
        .singleElement()
        .asString()
        .contains("'" + name + "' is deprecated for output plugin");
  }

  @Test
  void chunksLieInADirectoryCalledLikeThePathAsItIsWritten() throws Exception {
    try (GraphDriver graph =
        GraphDriver.of(
                section(
                    "match **",
                    "@type file",
                    "path " + dir + "/${tag}/x.%Y%m%d",
                    section("buffer tag,time", "timekey 1d")))
            .start()) {
      graph.emit(event("t", 1_700_000_000, "{}"));
    }

    assertThat(files())
        .hasSize(2)
        .allMatch(file -> file.startsWith("${tag}/x.%Y%m%d/buffer.b"), "in the directory");
  }

  @Test
  void withARootDirectoryAndAnIdChunksLieThere() throws Exception {
    try (GraphDriver graph =
        GraphDriver.of(
                section("system", "root_dir " + dir + "/root")
                    + "\n"
                    + section("match **", "@type file", "@id f", "path " + dir + "/out"))
            .start()) {
      graph.emit(event("t", 1_700_000_000, "{}"));
    }

    assertThat(files()).hasSize(2).allMatch(file -> file.startsWith("root/worker0/f/buffer/"));
  }

  @Test
  void parametersOfOldAreTheBuffersAndTheFormatters() throws Exception {
    try (GraphDriver graph =
        graph(
                "buffer_type memory",
                "time_slice_format %Y%m%d%H",
                "flush_at_shutdown true",
                "utc",
                "format json",
                "include_tag_key true",
                "include_time_key true",
                "time_format %H:%M")
            .start()) {
      graph.emit(event("t", 1_700_000_000, "{}"));
    }

    assertThat(files()).containsExactly("out.2023111422_0.log");
    assertThat(dir.resolve("out.2023111422_0.log"))
        .hasContent("{\"tag\":\"t\",\"time\":\"22:13\"}\n");
  }
}
