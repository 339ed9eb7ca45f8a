package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ConfigException;
import io.millrace.api.PluginFactory;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.Schema;
import io.millrace.config.SourceLocation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every plugin on the class path must keep, whatever it does. */
class PluginContractTest {
  private static final PluginCatalog CATALOG =
      PluginCatalog.load(PluginContractTest.class.getClassLoader());

  static Stream<PluginFactory<?, ?>> factories() {
    return CATALOG.kinds().stream().flatMap(kind -> CATALOG.factories(kind).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("factories")
  void everySettingIsDocumented(PluginFactory<?, ?> factory) {
    assertThat(factory.sentence()).as("sentence of %s", factory.type()).isNotBlank().endsWith(".");
    assertDocumented(factory.type(), Schema.of(factory.config()));
  }

  private static void assertDocumented(String where, Schema schema) {
    for (Schema.Parameter parameter : schema.parameters()) {
      assertThat(parameter.doc()).as("%s: %s", where, parameter.name()).isNotBlank();
    }
    for (Schema.SubSection section : schema.sections()) {
      assertThat(section.doc()).as("%s: <%s>", where, section.name()).isNotBlank();
      if (!section.nested()) {
        assertDocumented(
            where + " > " + section.name(), Schema.of(section.type().asSubclass(Record.class)));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("factories")
  void everyDefaultIsValid(PluginFactory<?, ?> factory) {
    Diagnostics diagnostics = new Diagnostics();
    ConfigElement empty =
        ConfigElement.builder("match", "**", new SourceLocation("empty", 1)).build();

    new Binder(CATALOG, true, diagnostics).bind(factory.config(), empty);

    // What is required is missing, of course, and rules across settings may say so; no default may
    // be to blame.
    assertThat(problems(diagnostics))
        .filteredOn(problem -> !problem.parameter().isEmpty())
        .filteredOn(problem -> !problem.reason().contains("require"))
        .as("defaults of %s %s", factory.kind(), factory.type())
        .isEmpty();
  }

  private static List<ConfigException.Problem> problems(Diagnostics diagnostics) {
    try {
      diagnostics.throwIfAny();
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }
}
