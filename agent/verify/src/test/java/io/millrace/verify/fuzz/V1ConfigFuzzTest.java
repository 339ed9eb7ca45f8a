package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.api.ConfigException;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;

/** Any text is a version 1 configuration, or is refused with a place in it. */
class V1ConfigFuzzTest {

  private final ConfigLoader loader = ConfigLoader.withoutSecondTier(FuzzInput.HOST, "0");

  @DictionaryEntries({
    "<match **>",
    "</match>",
    "<system>",
    "</system>",
    "@include ",
    "include ",
    "@type ",
    "\"#{",
    "}\"",
    "use_nil",
    "use_default",
    "ENV['TEAM']",
    "\\\"",
    "[\"",
    "{\"",
    " # ",
    "\\",
    "hostname",
    "worker_id",
    "<a>",
    "</a>",
    "/*",
    "*/",
    "//"
  })
  @FuzzTest(maxDuration = "10m")
  void readsOrRefuses(byte[] data) {
    FuzzInput.bounded(() -> attempt(data));
  }

  private void attempt(byte[] data) {
    ConfigElement root;
    try {
      root = loader.parse(FuzzInput.contained(data), "fluent.conf").root();
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty();
      return;
    }
    // What was read can be shown.
    assertThat(root.toString()).startsWith("<ROOT>");
  }
}
