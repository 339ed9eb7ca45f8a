package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ConfigException;
import io.millrace.expr.ScriptHost;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is damaged in a configuration, it is read or refused with its place: nothing else. */
class DamagedConfigTest {

  private static final String TEXT =
      """
      <system>
        workers 2
      </system>
      @include nothing/*.conf
      <match "a.#{ENV['X']}.**" > # comment
        @type s3
        k1 "a\\tb #{1 + 1} \\
          c"
        k2 'x\\'y'
        k3 ["a", {"b": [1.5, null]}, "#{hostname}"] # c
        k4 # text
        <buffer tag,time>
          timekey 1d
        </buffer>
      </match>
      """;

  private final ConfigLoader loader =
      ConfigLoader.withoutSecondTier(
          new ScriptHost(Map.of("X", "x"), "h", InstantSource.system(), ZoneOffset.UTC), "");

  @Test
  void failsOnlyWithAPlace() {
    List<String> surprises = new ArrayList<>();

    for (int i = 0; i < TEXT.length(); i++) {
      attempt(TEXT.substring(0, i), surprises);
      attempt(TEXT.substring(0, i) + TEXT.substring(i + 1), surprises);
      for (String inserted : List.of("\"", "'", "\\", "#", "{", "}", "[", "<", ">", "\n", "\0")) {
        attempt(TEXT.substring(0, i) + inserted + TEXT.substring(i), surprises);
      }
    }

    assertThat(surprises).isEmpty();
  }

  private void attempt(String text, List<String> surprises) {
    try {
      assertThat(loader.parse(text, "fluent.conf").root().name()).isEqualTo(ConfigElement.ROOT);
    } catch (ConfigException e) {
      if (!e.problems().get(0).location().startsWith("fluent.conf:")) {
        surprises.add(text + " -> no place in " + e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      surprises.add(text + " -> " + e);
    }
  }
}
