package io.millrace.plugins.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: Ruby's Dir.glob. */
class GlobTest {
  @TempDir Path dir;

  @BeforeEach
  void files() throws IOException {
    for (String name :
        List.of("a1.log", "a10.log", "b2.log", ".hid.log", "x/y/d.log", "x/e.log", "x/.h/f.log")) {
      Files.createDirectories(dir.resolve(name).getParent());
      Files.createFile(dir.resolve(name));
    }
    Files.createFile(dir.resolve("odd[1]*.log"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.log | a1.log a10.log b2.log odd[1]*.log",
        "a?.log | a1.log",
        "[ab]?.log | a1.log b2.log",
        "[!a]?.log | b2.log",
        "[^a]?.log | b2.log",
        "[0-9a]1.log | a1.log",
        ".*.log | .hid.log",
        "**/*.log | a1.log a10.log b2.log odd[1]*.log x/e.log x/y/d.log",
        "x/**/d.log | x/y/d.log",
        "*/*.log | x/e.log",
        "{a1,b2,zz}.log | a1.log b2.log",
        "x/{y/d,e}.log | x/y/d.log x/e.log",
        "{a{1,10},b2}.log | a1.log a10.log b2.log",
        "odd\\[1\\]\\*.log | odd[1]*.log",
        "a1.log | a1.log",
        "none* | ''",
        "{a1.log | ''",
      })
  void findsWhatRubyFinds(String pattern, String names) {
    List<String> wanted =
        names.isEmpty()
            ? List.of()
            : List.of(names.split(" ")).stream().map(name -> dir + "/" + name).toList();
    assertThat(Glob.expand(dir + "/" + pattern)).isEqualTo(wanted);
  }

  @Test
  void choosesBySignsWhatIsAPattern() {
    assertThat(GlobPolicy.BACKWARD_COMPATIBLE.isPattern("/a/[0-1].log")).isFalse();
    assertThat(GlobPolicy.BACKWARD_COMPATIBLE.isPattern("/a/*.log")).isTrue();
    assertThat(GlobPolicy.EXTENDED.isPattern("/a/[0-1].log")).isTrue();
    assertThat(GlobPolicy.EXTENDED.isPattern("/a/{b,c}.log")).isFalse();
    assertThat(GlobPolicy.ALWAYS.isPattern("/a/{b,c}.log")).isTrue();
  }
}
