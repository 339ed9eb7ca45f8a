package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.api.ConfigException;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;

/** Any text is a configuration in YAML, or is refused with a place in it. */
class YamlConfigFuzzTest {

  private final ConfigLoader loader = ConfigLoader.withoutSecondTier(FuzzInput.HOST, "0");

  @DictionaryEntries({
    "config:",
    "system:",
    "  - source:",
    "  - match:",
    "  - label:",
    "$tag: ",
    "$type: ",
    "$name: ",
    "$arg: ",
    "!include ",
    "!fluent/s \"",
    "!fluent/json {",
    "<<: *",
    "&a",
    "*a",
    "#{ENV['TEAM']}",
    "- ",
    ": |",
    ": >-",
    "!!binary ",
    "%YAML 1.1---",
    "? ",
    "0x_",
    "1_000"
  })
  @FuzzTest(maxDuration = "10m")
  void readsOrRefuses(byte[] data) {
    FuzzInput.bounded(() -> attempt(data));
  }

  private void attempt(byte[] data) {
    ConfigElement root;
    try {
      root = loader.parseYaml(FuzzInput.contained(data), "fluent.yaml").root();
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty();
      return;
    }
    // What was read can be shown.
    assertThat(root.toString()).startsWith("<ROOT>");
  }
}
