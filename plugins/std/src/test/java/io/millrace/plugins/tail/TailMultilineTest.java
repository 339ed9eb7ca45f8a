package io.millrace.plugins.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Events of several lines. Source: Fluentd's tail input, "multiline". */
class TailMultilineTest {
  private static final String TAIL =
      "path DIR/app.log\npos_file DIR/pos\ntag t\nread_from_head true\n";
  private static final String FIRST_LINE =
      TAIL
          + "<parse>\n@type multiline\nformat_firstline /^s/\n"
          + "format1 /^s(?<message>.*)/\n</parse>\n";

  @TempDir Path dir;
  @RegisterExtension final TailDriver tail = new TailDriver(() -> dir);

  @Test
  void flushesAnEventWhenTheNextBegins() {
    tail.write("app.log", "stray\ns one\n  more\n\ns two\n");
    tail.start("emit_unmatched_lines true\n" + FIRST_LINE);
    tail.awaitMessages("tray", " one\n  more\n");
    assertThat(tail.read("pos")).isEqualTo(tail.line("app.log", 20, tail.inode("app.log")));
    tail.append("app.log", "s three\n");
    tail.awaitMessages("tray", " one\n  more\n", " two");
  }

  @Test
  void emitsLinesBeforeTheFirstAsUnmatched() {
    tail.write("app.log", "f 1\nf 2\ns one\ns two\n");
    tail.start("emit_unmatched_lines true\n" + FIRST_LINE);
    await().until(() -> tail.messages().size() == 3);
    assertThat(tail.field("unmatched_line")).containsExactly("f 1", "f 2", "");
  }

  @Test
  void flushesTheLastEventAfterAnInterval() {
    tail.write("app.log", "s one\nmore\n");
    tail.start("multiline_flush_interval 0.3\n" + FIRST_LINE);
    tail.awaitMessages(" one\nmore");
    await()
        .untilAsserted(
            () ->
                assertThat(tail.read("pos"))
                    .isEqualTo(tail.line("app.log", 11, tail.inode("app.log"))));
  }

  @Test
  void flushesTheLastEventAtTheStop() {
    tail.write("app.log", "s one\nmore\ns two\nmore\n");
    tail.start(FIRST_LINE);
    tail.awaitMessages(" one\nmore");
    tail.stop();
    assertThat(tail.messages()).containsExactly(" one\nmore", " two\nmore");
    assertThat(tail.read("pos")).isEqualTo(tail.line("app.log", 22, tail.inode("app.log")));
  }

  @Test
  void readsWaitingLinesAgainAfterACrash() {
    tail.write("app.log", "s one\nmore\ns two\n");
    tail.start(FIRST_LINE);
    tail.awaitMessages(" one\nmore");
    await()
        .untilAsserted(
            () ->
                assertThat(tail.read("pos"))
                    .isEqualTo(tail.line("app.log", 11, tail.inode("app.log"))));
  }

  @Test
  void triesAfterEachLineWithoutAFirstLineRule() {
    tail.write("app.log", "begin\nbody\nend\nbegin\n");
    tail.start(
        TAIL + "<parse>\n@type multiline\nformat1 /begin\\n(?<message>.*)\\nend/\n</parse>\n");
    tail.awaitMessages("body");
    tail.append("app.log", "again\nend\n");
    tail.awaitMessages("body", "again");
  }
}
