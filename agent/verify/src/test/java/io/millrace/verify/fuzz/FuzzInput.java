package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.expr.ScriptHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;

/** What the fuzz tests share: a machine that is the same each time, and texts made of bytes. */
final class FuzzInput {

  static final ScriptHost HOST =
      new ScriptHost(
          Map.of("TEAM", "core", "PORT", "24224"),
          "host.example",
          InstantSource.fixed(Instant.EPOCH),
          ZoneOffset.UTC);

  private static final Duration BOUND = Duration.ofSeconds(30);

  private FuzzInput() {}

  /**
   * Runs something that must end soon. It is not interrupted: what never ends is seen by the
   * fuzzer's own time limit. The bound leaves room for a slow machine.
   */
  static void bounded(Runnable work) {
    long start = System.nanoTime();
    work.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
  }

  static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  /**
   * A text whose includes name nothing outside the working directory and nothing on the network:
   * what is in this machine's files must not decide what a fuzzer finds.
   */
  static String contained(byte[] data) {
    String text = text(data);
    return text.contains("include")
        ? text.replace('/', '_').replace('%', '_').replace(':', '_').replace("..", "__")
        : text;
  }
}
