package io.millrace.plugins.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single parameters of the tail input do. Source: Fluentd's tail input. */
class TailSettingsTest {
  @TempDir Path dir;
  @RegisterExtension final TailDriver tail = new TailDriver(() -> dir);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app | /var/log/a b.log | app",
        "* | /var/log/a b.log | var.log.a b.log",
        "pre.* | //x//y.log | pre.x.y.log",
        "*.post | /x/y.log | x.y.log.post",
        "pre.*.post | /x/y.log | pre.x.y.log.post",
        "pre.*.post*x | /x/y.log | pre.x.y.log.post",
      })
  void putsThePathIntoTheTag(String pattern, String path, String tag) {
    assertThat(new TagPattern(pattern).of(path).value()).isEqualTo(tag);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path_delimiter * | /, *, % are reserved words: *",
        "glob_policy always | glob_policy always needs a path_delimiter other than",
        "follow_inodes true | Can't follow inodes without pos_file configuration parameter",
        "from_encoding cp932 | 'from_encoding' parameter must be specified with 'encoding'",
        "encoding no-such-thing | unknown encoding name - no-such-thing",
        "read_lines_limit 0 | read_lines_limit 0: a number of at least 1 is needed",
        "path_timezone JST | JST",
      })
  void refusesWrongSettings(String setting, String message) {
    assertThatThrownBy(
            () -> tail.start("path DIR/x.log\ntag t\n" + setting + "\n" + TailDriver.NONE))
        .hasMessageContaining("test.conf:1")
        .hasMessageContaining(message);
  }

  @Test
  void needsOneOfTheWatchers() {
    String none = "enable_watch_timer false\nenable_stat_watcher false\n";
    assertThatThrownBy(() -> tail.start("path DIR/x.log\ntag t\n" + none + TailDriver.NONE))
        .hasMessageContaining("either of enable_watch_timer or enable_stat_watcher must be true");
  }

  @Test
  void needsAParser() {
    assertThatThrownBy(() -> tail.start("path DIR/x.log\ntag t\n")).hasMessageContaining("parse");
  }

  @Test
  void fillsDatesIntoPaths() {
    tail.write("2023/11/14/app.log", "one\n");
    tail.start(
        "path DIR/%Y/%m/%d/*.log\npath_timezone +00:00\ntag t\nread_from_head true\n"
            + TailDriver.NONE);
    tail.awaitMessages("one");
  }

  @Test
  void takesSeveralPathsOnceEach() {
    tail.write("a.log", "a\n");
    tail.write("b.log", "b\n");
    tail.start(
        "path DIR/a.log| DIR/b.log |DIR/a.log|DIR/?.log\npath_delimiter |\nglob_policy extended\n"
            + "tag t\nread_from_head true\n"
            + TailDriver.NONE);
    tail.awaitMessages("a", "b");
  }

  @Test
  void hidesFilesThatWereNotWrittenToRecently() throws Exception {
    tail.write("old.log", "old\n");
    tail.write("new.log", "new\n");
    // the driver's clock stands still at this second
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    Files.setLastModifiedTime(tail.path("old.log"), FileTime.from(now.minusSeconds(3600)));
    Files.setLastModifiedTime(tail.path("new.log"), FileTime.from(now.minusSeconds(60)));
    tail.start(
        "path DIR/*.log\ntag t\nread_from_head true\nlimit_recently_modified 10m\n"
            + TailDriver.NONE);
    tail.awaitMessages("new");
    assertThat(tail.context().gauge("tracked_file_count")).isEqualTo(1);
  }

  @Test
  void emitsUnmatchedLinesAndThePath() {
    tail.write("app.log", "{\"m\":1}\nplain\n{\"m\":2,\"path\":\"mine\"}\n{\"path\":null}\n");
    tail.start(
        "path DIR/app.log\ntag t\nread_from_head true\nemit_unmatched_lines true\npath_key path\n"
            + "<parse>\n@type json\n</parse>");
    String path = tail.path("app.log").toString();
    await().until(() -> tail.field("path").size() == 4);
    assertThat(tail.field("path")).containsExactly(path, path, "mine", path);
    assertThat(tail.field("unmatched_line")).containsExactly("", "plain", "", "");
    assertThat(tail.field("m")).containsExactly("1", "", "2", "");
  }

  @Test
  void leavesOutLinesThatDoNotMatch() {
    tail.write("app.log", "nope\n2024-03-01 one\n2024-99-01 bad time\n2024-03-01 two\n");
    tail.start(
        "path DIR/app.log\npos_file DIR/pos\ntag t\nread_from_head true\n<parse>\n@type regexp\n"
            + "expression /^(?<time>\\d+-\\d+-\\d+) (?<message>.*)$/\ntime_format %Y-%m-%d\n"
            + "</parse>");
    tail.awaitMessages("one", "two");
    tail.stop();
    assertThat(tail.read("pos"))
        .isEqualTo(
            tail.line(
                "app.log",
                "nope\n2024-03-01 one\n2024-99-01 bad time\n2024-03-01 two\n".length(),
                tail.inode("app.log")));
  }

  @Test
  void compactsThePositionFileWhileItRuns() {
    tail.write("a.log", "a\n");
    tail.write("b.log", "b\n");
    tail.start(
        "path DIR/*.log\npos_file DIR/pos\ntag t\nread_from_head true\n"
            + "pos_file_compaction_interval 0.2\n"
            + TailDriver.NONE);
    tail.awaitMessages("a", "b");
    tail.delete("a.log");
    await().until(() -> tail.read("pos").equals(tail.line("b.log", 2, tail.inode("b.log"))));
    tail.append("b.log", "c\n");
    tail.awaitMessages("a", "b", "c");
    tail.stop();
    assertThat(tail.read("pos")).isEqualTo(tail.line("b.log", 4, tail.inode("b.log")));
  }
}
