package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFileLimitTest {
  private static final String HEAD =
      "Limit                     Soft Limit           Hard Limit           Units     ";

  @Test
  void isTheSoftOne() {
    String line = "Max open files            20000                524288               files     ";

    assertThat(OpenFileLimit.in(List.of(HEAD, line))).hasValue(20_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Max open files            unlimited            unlimited            files     ",
        "Max processes             7                    7                    processes "
      })
  void isUnknownWhereNoNumberIsGiven(String line) {
    assertThat(OpenFileLimit.in(List.of(HEAD, line))).isEmpty();
  }

  @Test
  void isReadOfThisProcess() {
    assertThat(OpenFileLimit.ofProcess().orElse(1)).isPositive();
  }
}
