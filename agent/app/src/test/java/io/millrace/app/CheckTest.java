package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code millrace check}, with the plugins that are bundled. */
class CheckTest {

  private static final Pattern FINDING =
      Pattern.compile("fluent\\.conf:(\\d+): (?:warning|error): \\[([a-z0-9-]+)\\]");

  @TempDir Path dir;

  private TestConsole check(String text, String... flags) throws IOException {
    Path file = Files.writeString(dir.resolve("fluent.conf"), text);
    Stream<String> arguments =
        Stream.concat(
            Stream.of("check", "--heap=8g"),
            Stream.concat(Arrays.stream(flags), Stream.of("" + file)));
    return new TestConsole().run("", arguments.toArray(String[]::new));
  }

  static Stream<Arguments> cases() throws IOException {
    try (InputStream in = CheckTest.class.getResourceAsStream("command/check-cases.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.split("(?m)^=== "))
          .filter(block -> !block.isBlank())
          .map(block -> block.split("\n", 2))
          .map(parts -> Arguments.of(parts[0].strip(), parts[1]));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void findsWhatTheCaseSaysAndNothingElse(String expected, String text) throws IOException {
    TestConsole console = check(text);

    List<String> found =
        FINDING
            .matcher(console.out())
            .results()
            .map(match -> match.group(2) + ":" + match.group(1))
            .toList();
    List<String> wanted = expected.equals("clean") ? List.of() : List.of(expected);
    assertThat(found).as(console.out()).isEqualTo(wanted);
  }

  @Test
  void exitsByWhatItFound() throws IOException {
    String clean = "<match **>\n  @type stdout\n</match>\n";
    String odd = clean + clean;

    assertThat(check(clean, "--strict").status()).isZero();
    assertThat(check(clean).out()).endsWith("fluent.conf: nothing to say.\n");
    assertThat(check(odd).status()).isZero();
    assertThat(check(odd, "--strict").status()).isEqualTo(1);
    assertThat(check(odd).out()).endsWith("fluent.conf: 0 errors, 1 warning.\n");
    assertThat(check("<match>\n").status()).isEqualTo(1);
  }

  @Test
  void saysWhatComesOfItAndWhatToDo() throws IOException {
    TestConsole console =
        check("<match app.**>\n  @type elasticsearch\n  ssl_verify false\n</match>\n");

    assertThat(console.out())
        .contains(
            "fluent.conf:3: warning: [tls-unverified] ssl_verify false takes the certificate of"
                + " anyone: whoever stands in between can read and change what is sent, and sees"
                + " its passwords\n"
                + "    What to do: remove it and name the authority");
  }

  @Test
  void buffersInMemoryAreComparedWithTheHeap() throws IOException {
    String text = "<match a>\n  @type elasticsearch\n</match>\n";

    assertThat(check(text, "--heap=2g").out()).contains("nothing to say");
    assertThat(check(text, "--heap=512m").out())
        .contains("sums up to 512 MiB, the budget is 256 MiB (half of the heap)");
    assertThat(check(text, "--heap=lots").err()).contains("--heap lots: expected a size");
  }

  @Test
  void printsJson() throws IOException {
    TestConsole console = check("<match app.**>\n  @type nul\n</match>\n", "--json");

    assertThat(console.out())
        .contains("\"errors\":1,\"warnings\":0")
        .contains("\"severity\":\"error\",\"code\":\"config-error\"")
        .contains("Unknown output plugin 'nul'");
    try (JsonParser json = new JsonFactory().createParser(console.out())) {
      while (json.nextToken() != null) {
        assertThat(json.currentToken()).isNotNull();
      }
    }
  }

  @Test
  void aSecretIsNeverPrinted() throws IOException {
    TestConsole console =
        check("<match a>\n  @type elasticsearch\n  password changeme\n</match>\n");

    Matcher finding = FINDING.matcher(console.out());
    assertThat(finding.find()).isTrue();
    assertThat(console.out()).doesNotContain("changeme");
  }

  /** A source that forgets its positions, with {@code above} on the line above it. */
  private static String tail(String above, String more) {
    return above
        + """
        <source>
          @type tail
          path /var/log/a.log
          tag a
          %s
          <parse>
            @type none
          </parse>
        </source>
        <match a>
          @type stdout
        </match>
        """
            .formatted(more);
  }

  @Test
  void aCommentAboveASectionLeavesOutARuleThere() throws IOException {
    String comment = "# millrace:ignore tail-positions: the file is written once\n";

    assertThat(check(tail("", "")).out()).contains("[tail-positions]");
    assertThat(check(tail(comment, "")).out()).endsWith("nothing to say.\n");
    assertThat(check(tail(comment + "\n# of the archive\n", "")).out())
        .endsWith("nothing to say.\n");
    assertThat(
            check(
                    tail(comment, "")
                        + tail("", "").replace(" a\n", " b\n").replace("<match a>", "<match b>"))
                .out())
        .contains("fluent.conf:14: warning: [tail-positions]")
        .endsWith("0 errors, 1 warning.\n");
  }

  @Test
  void aCommentHoldsForWhatIsInTheSectionAndForOneParameter() throws IOException {
    String inside = "pos_file /tmp/a.pos";
    String comment = "# millrace:ignore tail-positions, open-listener: a container's own\n";

    assertThat(check(tail("", inside)).out()).contains("fluent.conf:5: warning: [tail-positions]");
    assertThat(check(tail(comment, inside)).out()).endsWith("nothing to say.\n");
    assertThat(check(tail("", comment + inside)).out()).endsWith("nothing to say.\n");
  }

  @Test
  void aCommentThatDoesNothingOrSaysNoReasonIsTold() throws IOException {
    assertThat(check(tail("# millrace:ignore tail-positions\n", "")).out())
        .contains("fluent.conf:2: warning: [tail-positions]")
        .contains("fluent.conf:1: warning: [ignore-comment] this comment gives no reason")
        .contains("What to do: write it as # millrace:ignore CODE: REASON.");
    assertThat(
            check(tail("# millrace:ignore tail-positions: known\n", "pos_file /var/lib/a")).out())
        .contains("[ignore-comment] nothing is found below this comment that it leaves out")
        .endsWith("0 errors, 1 warning.\n");
  }

  @Test
  void aRuleCanBeLeftOutEverywhere() throws IOException {
    assertThat(check(tail("", ""), "--ignore=tail-positions").out()).endsWith("nothing to say.\n");
    assertThat(check(tail("", ""), "--strict", "--ignore", "tail-positions").status()).isZero();
    assertThat(check(tail("", ""), "--ignore=tail-position").err())
        .contains("--ignore tail-position: there is no such rule; expected one of [")
        .contains("tail-positions");
  }

  @Test
  void anErrorCannotBeLeftOut() throws IOException {
    String broken = "# millrace:ignore config-error: it is right\n<match>\n  @type nul\n</match>\n";

    assertThat(check(broken).status()).isEqualTo(1);
    assertThat(check(broken, "--ignore=config-error").err()).contains("there is no such rule");
  }
}
