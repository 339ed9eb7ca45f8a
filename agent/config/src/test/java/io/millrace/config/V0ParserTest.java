package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V0ParserTest {

  @TempDir Path dir;

  private ConfigElement load(String text) throws IOException {
    ScriptHost host =
        new ScriptHost(
            Map.of("FLUENT_CONF_INCLUDE_DIR", ""), "h", InstantSource.system(), ZoneOffset.UTC);
    Path file = Files.writeString(dir.resolve("fluent.conf"), text);
    LoadOptions options =
        new LoadOptions(LoadOptions.Format.V0, StandardCharsets.UTF_8, Optional.empty());
    return new ConfigLoader(host, "").load(file, options).root();
  }

  @Test
  void takesEachLineAsItStands() throws IOException {
    Files.writeString(dir.resolve("side.conf"), "<side>\n</side>\n");

    ConfigElement root =
        load(
            """
            # a comment
            <match a.** b.*>   # another
              type file # and one more
              path "/tmp/#{x}"
              flag
              <inner>
                k  a  b
              </inner>
            </match>
            include side.conf
            """);

    ConfigElement match = root.children().get(0);
    assertThat(match.argument()).isEqualTo("a.** b.*");
    assertThat(match.type()).contains("file");
    assertThat(match.text("path")).contains("\"/tmp/");
    assertThat(match.text("flag")).contains("");
    assertThat(match.children().get(0).text("k")).contains("a  b");
    assertThat(root.children().get(1).name()).isEqualTo("side");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<a>|fluent.conf:2|expected end tag '</a>'",
        "<a>;</b>|fluent.conf:2|expected end tag '</a>'",
        "</a>|fluent.conf:1|unmatched end tag",
        "k v;=|fluent.conf:2|expected <section>",
        "include ftp://x/y|fluent.conf:1|include error"
      })
  void saysWhatIsWrong(String text, String place, String reason) {
    assertThatThrownBy(() -> load(text.replace(';', '\n')))
        .hasMessageContaining(place)
        .hasMessageContaining(reason);
  }
}
