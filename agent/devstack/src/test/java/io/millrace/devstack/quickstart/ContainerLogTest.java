package io.millrace.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerLogTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.000000005Z");
  private static final Pod POD = new Pod("shop", "web-0", "web", true);

  @TempDir Path root;

  private Path folder() {
    return root.resolve("pods").resolve(POD.folder());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesLinesAsTheContainerRuntimeDoes() {
    assertThat(ContainerLog.line(NOON, "stdout", "{\"a\":1}"))
        .isEqualTo("2026-01-31T12:00:00.000000005Z stdout F {\"a\":1}\n");
  }

  @Test
  void namesItsLinkAsAKubeletDoes() {
    assertThat(POD.link()).matches("web-0_shop_web-[0-9a-f]{64}\\.log");
    assertThat(POD.folder()).matches("shop_web-0_[0-9a-f-]{36}/web");
  }

  @Test
  void isReadThroughItsLink() throws IOException {
    try (ContainerLog log = new ContainerLog(root, POD, 1_000)) {
      log.append(NOON, "stderr", "one");
    }

    Path link = root.resolve("containers").resolve(POD.link());
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(link).hasContent("2026-01-31T12:00:00.000000005Z stderr F one");
  }

  @Test
  void renamesAFullFileAndGoesOnInANewOne() throws IOException {
    try (ContainerLog log = new ContainerLog(root, POD, 10)) {
      log.append(NOON, "stdout", "one");
      log.append(NOON.plusSeconds(1), "stdout", "two");

      assertThat(log.rotations()).isEqualTo(1);
    }

    assertThat(names()).containsExactly("0.log", "0.log.20260131-120001");
    assertThat(folder().resolve("0.log.20260131-120001")).content().endsWith("F one\n");
    assertThat(root.resolve("containers").resolve(POD.link())).content().endsWith("F two\n");
  }

  @Test
  void losesNothingWhenItIsFullTwiceInASecond() throws IOException {
    try (ContainerLog log = new ContainerLog(root, POD, 10)) {
      for (int i = 0; i < 5; i++) {
        log.append(NOON.plusMillis(i), "stdout", "line " + i);
      }

      assertThat(log.rotations()).isEqualTo(1);
    }

    assertThat(folder().resolve("0.log.20260131-120000")).content().hasLineCount(1);
    assertThat(folder().resolve("0.log")).content().hasLineCount(4);
  }
}
