package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginCatalogTest {
  private final PluginCatalog catalog = new PluginCatalog(List.of());

  @ParameterizedTest
  @ValueSource(strings = {"debug_agent", "gc_stat", "object_space"})
  void inputsThatLookIntoRubyAreRefusedWithTheReason(String type) {
    assertThat(catalog.unknown("input", type))
        .startsWith("input plugin '" + type + "' shows the inside of a Ruby process")
        .contains("remove the section");
  }

  @Test
  void otherTypesAreUnknown() {
    assertThat(catalog.unknown("output", "debug_agent"))
        .startsWith("Unknown output plugin 'debug_agent'");
  }
}
