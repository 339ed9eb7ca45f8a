package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeOfFilesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir private Path dir;
  private final List<String> failures = new CopyOnWriteArrayList<>();

  private MadeOfFiles<String> of(Path file) {
    return new MadeOfFiles<>(
        List.of(file), () -> read(file), error -> failures.add(String.valueOf(error.getMessage())));
  }

  private static String read(Path file) {
    try {
      String text = Files.readString(file);
      if (text.startsWith("bad")) {
        throw new IllegalArgumentException(text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read", e);
    }
  }

  @Test
  void isMadeAnewWhenAFileChanges() throws Exception {
    Path file = Files.writeString(dir.resolve("a"), "one");
    MadeOfFiles<String> made = of(file);

    assertThat(made.get()).isEqualTo("one");
    Files.writeString(file, "second");

    Awaitility.await().atMost(TIMEOUT).until(() -> made.get().equals("second"));
    assertThat(failures).isEmpty();
  }

  @Test
  void staysWhatItWasWhileFilesCannotBeUsed() throws Exception {
    Path file = Files.writeString(dir.resolve("a"), "one");
    MadeOfFiles<String> made = of(file);

    Files.writeString(file, "bad half of a file");
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(made.get()).isEqualTo("one");
              assertThat(failures).containsExactly("bad half of a file");
            });
    Files.writeString(file, "whole");

    Awaitility.await().atMost(TIMEOUT).until(() -> made.get().equals("whole"));
    assertThat(failures).hasSize(1);
  }

  @Test
  void failsWhereItCannotBeMadeAtFirst() {
    assertThatThrownBy(() -> of(dir.resolve("missing"))).hasMessageContaining("cannot read");
  }
}
