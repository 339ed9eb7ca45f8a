package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteSlice;
import io.millrace.event.time.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRotationTest {
  @TempDir Path dir;
  private Path file;
  private Instant now = Instant.parse("2024-01-31T22:00:00Z"); // a Wednesday

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("agent.log");
  }

  private LogOutput open(Optional<String> age, Optional<Long> size) throws IOException {
    return new LogOutput(Optional.of(file), LogRotation.of(age, size, Zone.utc()), () -> now);
  }

  private static void write(LogOutput log, String line) {
    log.write(ByteSlice.utf8(line + "\n"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aNumberKeepsSoManyFilesTheNewestFirst() throws IOException {
    LogOutput log = open(Optional.of("3"), Optional.of(9L));

    for (int n = 1; n <= 9; n++) {
      write(log, "line " + n); // 7 bytes: the second is more than 9
    }

    assertThat(files()).containsExactly("agent.log", "agent.log.0", "agent.log.1");
    assertThat(file).hasContent("line 9");
    assertThat(dir.resolve("agent.log.0")).hasContent("line 7\nline 8");
    assertThat(dir.resolve("agent.log.1")).hasContent("line 5\nline 6");
  }

  @Test
  void aSizeAloneKeepsSevenFiles() throws IOException {
    LogOutput log = open(Optional.empty(), Optional.of(1L));

    for (int n = 1; n <= 20; n++) {
      write(log, "line " + n);
    }

    assertThat(files()).hasSize(7).contains("agent.log.5").doesNotContain("agent.log.6");
  }

  @ParameterizedTest
  @CsvSource({
    "daily, 2024-01-31T23:59:59Z, 2024-02-01T00:00:00Z, 20240131",
    "weekly, 2024-02-03T23:59:59Z, 2024-02-04T00:00:00Z, 20240203",
    "monthly, 2024-01-31T23:59:59Z, 2024-02-01T00:00:00Z, 20240131",
  })
  void aPeriodNamesTheFileAfterItsLastDay(String age, Instant last, Instant first, String day)
      throws IOException {
    LogOutput log = open(Optional.of(age), Optional.empty());
    now = last;
    write(log, "before");
    now = first;
    write(log, "after");

    assertThat(file).hasContent("after");
    assertThat(dir.resolve("agent.log." + day)).hasContent("before");
  }

  @Test
  void aFileOfAnOldPeriodIsMovedAwayWithTheFirstLine() throws IOException {
    Files.writeString(file, "old\n");
    Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(86_400)));

    write(open(Optional.of("daily"), Optional.empty()), "new");

    assertThat(file).hasContent("new");
    assertThat(dir.resolve("agent.log.20240130")).hasContent("old");
  }

  @Test
  void aNameThatIsTakenGetsANumber() throws IOException {
    Files.writeString(dir.resolve("agent.log.20240131"), "taken");
    LogOutput log = open(Optional.of("daily"), Optional.empty());
    now = now.plusSeconds(86_400);

    write(log, "new");

    assertThat(files()).containsExactly("agent.log", "agent.log.20240131", "agent.log.20240131.1");
  }

  @Test
  void aFileThatCannotBeMovedIsWrittenOnAndSaysSoOnce() throws IOException {
    Files.createDirectories(dir.resolve("agent.log.0").resolve("in the way"));
    LogOutput log = open(Optional.of("2"), Optional.of(1L));

    write(log, "one");
    write(log, "two");
    write(log, "three");

    assertThat(Files.readAllLines(file)).hasSize(4).contains("one", "two", "three");
    assertThat(file).content().containsOnlyOnce("cannot begin a new log file");
  }

  @Test
  void withoutSettingsNothingIsRotated() throws IOException {
    assertThat(LogRotation.of(Optional.empty(), Optional.empty(), Zone.utc())).isEmpty();
    assertThat(LogRotation.of(Optional.of("0"), Optional.of(1L), Zone.utc())).isEmpty();
  }

  @Test
  void anotherAgeIsRefused() {
    assertThatThrownBy(() -> LogRotation.of(Optional.of("yearly"), Optional.empty(), Zone.utc()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'yearly'")
        .hasMessageContaining("expected daily, weekly, monthly or a number");
  }
}
