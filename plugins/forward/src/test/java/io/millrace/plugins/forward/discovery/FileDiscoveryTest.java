package io.millrace.plugins.forward.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Service;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDiscoveryTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void readsEverySettingOfAServer() {
    String yaml =
        """
        - host: 10.0.0.1
          port: 24224
          name: one
          weight: 5
          standby: true
          shared_key: k
          username: u
          password: p
        - host: 10.0.0.2
          port: 24225
        """;

    assertThat(ServiceList.parse("sd.yaml", yaml))
        .containsExactly(
            new Service("10.0.0.1", 24224, Optional.of("one"), 5, true, Optional.of("k"), "u", "p"),
            new Service("10.0.0.2", 24225, Optional.empty(), 60, false, Optional.empty(), "", ""));
  }

  @Test
  void readsJson() {
    assertThat(ServiceList.parse("sd.json", "[{\"host\": \"a\", \"port\": 1}]"))
        .extracting(Service::host)
        .containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'- host: a' | Service must have `host` and `port`",
        "'- port: 1' | Service must have `host` and `port`",
        "'host: a' | holds no list",
        "'- a' | a is no map",
        "'- {host: a, port: b}' | port 'b' is no number",
        "'- [' | is no YAML or JSON"
      })
  void saysWhatIsWrong(String text, String reason) {
    assertThatThrownBy(() -> ServiceList.parse("sd.yaml", text))
        .hasMessageContaining("sd.yaml")
        .hasMessageContaining(reason);
  }

  @Test
  void tellsOfChangesAndKeepsTheServersWhileTheFileIsBroken(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("sd.yaml"), "- {host: a, port: 1}");
    AtomicInteger changes = new AtomicInteger();
    try (TestContext context = new TestContext()) {
      FileDiscovery discovery =
          TestConfig.create(FileDiscovery.class, context, "@type file", "path " + file);
      discovery.onChange(changes::incrementAndGet);
      discovery.start();
      assertThat(discovery.services()).extracting(Service::host).containsExactly("a");

      Files.writeString(file, "- {host: a, port: 1}\n- {ho");
      Files.writeString(file, "- {host: a, port: 1}\n- {host: b, port: 2}\n");

      Awaitility.await().atMost(TIMEOUT).until(() -> changes.get() > 0);
      assertThat(discovery.services()).hasSize(2);
      discovery.shutdown();
    }
  }

  @Test
  void doesNotStartWithoutTheFile(@TempDir Path dir) {
    try (TestContext context = new TestContext()) {
      FileDiscovery discovery =
          TestConfig.create(
              FileDiscovery.class, context, "@type file", "path " + dir.resolve("none.yaml"));

      assertThatThrownBy(discovery::start).hasMessageContaining("none.yaml");
    }
  }
}
