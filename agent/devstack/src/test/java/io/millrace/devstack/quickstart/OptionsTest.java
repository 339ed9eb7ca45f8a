package io.millrace.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
  @Test
  void runsUntilASignalByDefault() {
    assertThat(Options.read()).isEqualTo(Options.defaults());
    assertThat(Options.defaults().duration()).isEmpty();
  }

  @Test
  void readsAll() {
    assertThat(Options.read("--rate", "10", "--terminal", "--keep", "/x", "--duration", "5m"))
        .isEqualTo(
            new Options(Optional.of(Duration.ofMinutes(5)), 10, Optional.of(Path.of("/x")), true));
  }

  @ParameterizedTest
  @CsvSource({"30s, 30", "30, 30", "2m, 120", "1h, 3600"})
  void readsTimes(String text, long seconds) {
    assertThat(Options.read("--duration", text).duration()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "--duration, soon",
    "--duration, 0s",
    "--duration, -1",
    "--rate, 0",
    "--rate, many",
    "--rate, 100001",
    "--colour, red"
  })
  void refusesNamingTheOption(String name, String value) {
    assertThatThrownBy(() -> Options.read(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": ");
  }

  @Test
  void refusesAMissingValue() {
    assertThatThrownBy(() -> Options.read("--rate")).hasMessage("--rate: its value is missing");
  }
}
