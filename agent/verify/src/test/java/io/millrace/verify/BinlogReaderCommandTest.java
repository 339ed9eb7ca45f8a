package io.millrace.verify;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Zstd;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code millrace binlog-reader} on real files. */
class BinlogReaderCommandTest {
  private static final TestEvent[] EVENTS =
      IntStream.range(0, 7)
          .mapToObj(n -> event("app", 1_700_000_000 + n, "{\"n\":" + n + "}"))
          .toArray(TestEvent[]::new);
  private static final byte[] PACKED = TestEvent.pack(EVENTS).bytes().toBytes();

  @TempDir Path dir;

  private Path chunk(String compression) throws IOException {
    Path file = dir.resolve("buffer.b0123.log");
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out =
            switch (compression) {
              case "gzip" -> new GZIPOutputStream(plain);
              case "zstd" -> Zstd.output(plain, Zstd.DEFAULT_LEVEL);
              default -> plain;
            }) {
      out.write(PACKED);
    }
    return file;
  }

  private static CommandRun read(String... arguments) {
    return CommandRun.of("binlog-reader", "", arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "gzip", "zstd"})
  void catShowsEveryEventWithTheFileAsItsTag(String compression) throws IOException {
    Path file = chunk(compression);

    CommandRun run = read("cat", file.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(7);
    assertThat(run.out().lines().findFirst().orElseThrow())
        .matches("2023-11-1\\dT\\S+\\t" + file + "\\t\\{\"n\":0}");
  }

  @ParameterizedTest
  @CsvSource({"head, 5", "head -n 2, 2", "cat -n 3, 3", "cat, 7", "head -n 50, 7"})
  void showsAsManyAsAreAskedFor(String arguments, int lines) throws IOException {
    String[] words = (arguments + " " + chunk("text")).split(" ");

    assertThat(read(words).out().lines()).hasSize(lines);
  }

  @Test
  void takesAFormatterAndItsParameters() throws IOException {
    String file = chunk("text").toString();

    assertThat(read("head", "-n", "1", "-f", "json", file).out()).isEqualTo("{\"n\":0}\n");
    assertThat(read("head", "-n1", "-f", "ltsv", "-e", "label_delimiter==", file).out())
        .isEqualTo("n=0\n");
    assertThat(
            read("head", "-n1", "-f", "csv", "-e", "fields=n,m", "-e", "delimiter=;", file).out())
        .isEqualTo("\"0\";\"\"\n");
  }

  @Test
  void listsTheFormatters() {
    assertThat(read("formats").out().lines()).contains("csv", "json", "out_file").isSorted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                    | Missing required parameter: 'ACTION'",
        "tail FILE           | unknown action 'tail': expected cat, head, formats",
        "cat                 | no file is given: cat FILE",
        "cat /no/such/file   | file is not found: /no/such/file",
        "head -n 0 FILE      | -n 0: expected a number above 0",
        "cat -e x=1 FILE     | -e x: the formatter out_file has no such parameter",
      })
  void argumentsThatMakeNoSenseAreRefusedWithTheUsage(String arguments, String message)
      throws IOException {
    String file = chunk("text").toString();
    String[] words = arguments == null ? new String[0] : arguments.replace("FILE", file).split(" ");

    CommandRun run = read(words);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Usage: millrace binlog-reader", "Error: " + message);
  }

  @Test
  void anUnknownFormatterIsRefusedWithTheNearest() throws IOException {
    CommandRun run = read("cat", "-f", "jsn", chunk("text").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Unknown formatter plugin 'jsn'", "Did you mean 'json'?");
  }

  @Test
  void eventsBeforeADamageAreShown() throws IOException {
    Path file = chunk("text");
    Files.write(file, Arrays.copyOf(PACKED, PACKED.length - 1));

    CommandRun run = read("cat", file.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(6);
    assertThat(run.err()).contains(file + ": event 7 cannot be read: ends ");
  }

  @Test
  void aFileThatHoldsLinesIsNoChunkOfEvents() throws IOException {
    Path file = Files.writeString(dir.resolve("lines.log"), "2024-01-02\tapp\t{}\n");

    CommandRun run = read("cat", file.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("event 1 cannot be read", "hold these lines already");
  }
}
