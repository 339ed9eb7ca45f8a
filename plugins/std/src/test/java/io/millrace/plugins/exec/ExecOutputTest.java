package io.millrace.plugins.exec;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Chunk;
import io.millrace.api.ConfigException;
import io.millrace.api.RetryableException;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks that out_exec hands to real commands. */
class ExecOutputTest {
  private static final String FORMAT = "<format>\n keys k,n\n</format>";

  @TempDir Path dir;

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
  }

  private static Chunk chunk(OutputDriver output) {
    return output.chunk(event("t", 1, "{\"k\":\"a\",\"n\":1}"), event("t", 2, "{\"k\":\"b\"}"));
  }

  @Test
  void theCommandFindsTheChunkInATemporaryFile() throws Exception {
    Path got = dir.resolve("got");
    Path name = dir.resolve("name");
    String command = "f() { echo \"$1\" > " + name + "; cat \"$1\" > " + got + "; }; f";
    try (OutputDriver output = OutputDriver.of("exec", "command " + command, FORMAT).start()) {
      output.write(chunk(output));

      assertThat(got).hasContent("a\t1\nb\t\n");
      assertThat(Path.of(Files.readString(name).strip())).doesNotExist();
    }
  }

  @Test
  void aCompressedChunkInMemoryIsInflated() throws Exception {
    Path got = dir.resolve("got");
    try (OutputDriver output =
        OutputDriver.of("exec", "command cat > " + got + " <", FORMAT).start()) {
      output.write(((TestChunk) chunk(output)).gzipped());

      assertThat(got).hasContent("a\t1\nb\t\n");
    }
  }

  @Test
  void theFileOfTheChunkIsHandedOverWhateverItIsCalled() throws Exception {
    Path file = dir.resolve("it's; touch $HOME `x` & \"q\".log");
    Files.writeString(file, "text\n");
    Path got = dir.resolve("got");
    try (OutputDriver output =
        OutputDriver.of("exec", "command cat > " + got + " <", FORMAT).start()) {
      output.write(TestChunk.of("ignored").in(file));

      assertThat(got).hasContent("text\n");
      assertThat(file).exists();
    }
  }

  @Test
  void timesAreInjectedAsTextInUtc() throws Exception {
    Path got = dir.resolve("got");
    try (OutputDriver output =
        OutputDriver.of(
                "exec",
                "command cat > " + got + " <",
                "<inject>\n time_key at\n tag_key tag\n time_format %FT%T\n</inject>",
                "<format>\n keys tag,at\n</format>")
            .start()) {
      output.write(chunk(output));

      assertThat(got).hasContent("t\t1970-01-01T00:00:01\nt\t1970-01-01T00:00:02\n");
    }
  }

  @Test
  void anotherExitCodeThanZeroKeepsTheChunk() throws Exception {
    try (OutputDriver output = OutputDriver.of("exec", "command sh -c 'exit 3'", FORMAT).start()) {
      assertThatThrownBy(() -> output.write(chunk(output)))
          .hasCauseInstanceOf(RetryableException.class)
          .hasMessageContaining("command exits with error code prog=\"sh -c 'exit 3' /")
          .hasMessageContaining("status=3 signal=nil");
    }
  }

  @Test
  void aSignalIsNamed() throws Exception {
    try (OutputDriver output = OutputDriver.of("exec", "command kill -9 $$", FORMAT).start()) {
      assertThatThrownBy(() -> output.write(chunk(output)))
          .hasMessageContaining("status=nil signal=9");
    }
  }

  @Test
  void aCommandThatHangsIsKilledWithItsFamily() throws Exception {
    Path pid = dir.resolve("pid");
    try (OutputDriver output =
        OutputDriver.of(
                "exec",
                "command sleep 603 | cat & echo $! > " + pid + "; wait; true",
                "command_timeout 0.5",
                FORMAT)
            .start()) {
      assertThatThrownBy(() -> output.write(chunk(output)))
          .hasCauseInstanceOf(RetryableException.class)
          .hasMessageContaining("did not end within command_timeout");
      soon().until(() -> isGone(Long.parseLong(Files.readString(pid).strip())));
    }
  }

  private static boolean isGone(long pid) {
    return ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true);
  }

  @Test
  void commandsRunSideBySideAsFlushesDoNotWait() throws Exception {
    Path gate = dir.resolve("gate");
    String command = "touch " + dir + "/$$; while [ ! -e " + gate + " ]; do sleep 0.05; done; true";
    try (OutputDriver output = OutputDriver.of("exec", "command " + command, FORMAT).start()) {
      ExecOutput plugin = (ExecOutput) output.plugin();
      CompletableFuture<Void> one = plugin.tryWrite(chunk(output)).toCompletableFuture();
      CompletableFuture<Void> two = plugin.tryWrite(chunk(output)).toCompletableFuture();
      soon().until(() -> dir.toFile().list().length == 2);
      assertThat(one).isNotDone();
      assertThat(two).isNotDone();

      Files.createFile(gate);

      CompletableFuture.allOf(one, two).join();
      assertThat(one).isCompleted();
    }
  }

  @Test
  void theCommandIsNeeded() {
    assertThatThrownBy(() -> OutputDriver.of("exec", "command \" \"", FORMAT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("command is empty");
  }

  @Test
  void parametersOfOldAreSections() throws Exception {
    Path got = dir.resolve("got");
    try (OutputDriver output =
        OutputDriver.of(
                "exec",
                "command cat > " + got + " <",
                "format tsv",
                "keys tag,at,k",
                "tag_key tag",
                "time_key at",
                "time_format %s")
            .start()) {
      output.write(chunk(output));

      assertThat(got).hasContent("t\t1\ta\nt\t2\tb\n");
    }
  }

  @Test
  void chunksAreByDayIfTheBufferIsWrittenInTheOldStyleOnly() {
    var config = new ExecOutput.Factory();

    var defaults =
        config.bufferDefaults(TestConfig.bind(ExecOutput.Config.class, "command cat", FORMAT));

    assertThat(defaults.chunkKeys()).isEmpty();
    assertThat(defaults.byDayInOldStyle()).isTrue();
    assertThat(defaults.parameters()).containsEntry("delayed_commit_timeout", "300");
  }

  @Test
  void whatTheCommandWritesIsNobodysButItsErrorsAreLogged() throws Exception {
    try (OutputDriver output =
        OutputDriver.of("exec", "command echo out; echo err >&2; true", FORMAT).start()) {
      assertThatCode(() -> output.write(chunk(output))).doesNotThrowAnyException();
    }
  }
}
