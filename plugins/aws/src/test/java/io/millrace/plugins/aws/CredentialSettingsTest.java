package io.millrace.plugins.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CredentialSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          agent            | agent
          agent/node one   | agent-node-one
          a=b+c,d.e@f-g_h  | a=b+c,d.e@f-g_h
          x                | x-
          """)
  void makesSessionNamesThatStsAccepts(String wanted, String expected) {
    assertThat(SessionName.of(wanted)).isEqualTo(expected);
  }

  @Test
  void cutsSessionNames() {
    assertThat(SessionName.of("a".repeat(100))).hasSize(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a b  c           | a,b,c
          a 'b c' "d e"    | a,b c,d e
          a b\\ c          | a,b c
          x='y'z           | x=yz
          a ''             | a,
          """)
  void splitsCommandsAsAShell(String command, String expected) {
    assertThat(ShellWords.split(command)).isEqualTo(List.of(expected.split(",", -1)));
  }

  @Test
  void refusesAQuoteThatIsOpen() {
    assertThatThrownBy(() -> ShellWords.split("a 'b")).hasMessageContaining("not closed");
  }

  @ParameterizedTest
  @CsvSource({"899", "43201"})
  void refusesDurationsThatStsRefuses(int seconds) {
    assertThatThrownBy(
            () ->
                TestOutput.create(
                    "duration",
                    """
                    @type s3
                    s3_bucket b
                    <assume_role_credentials>
                    role_arn arn:aws:iam::123456789012:role/r
                    role_session_name s
                    duration_seconds %d
                    </assume_role_credentials>
                    """
                        .formatted(seconds)))
        .hasMessageContaining("STS allows 900 to 43200 seconds");
  }

  @Test
  void warnsOfRetriesThatDoNotCount() throws Exception {
    try (TestOutput output =
        TestOutput.create(
            "retries",
            "@type s3\ns3_bucket b\ncheck_bucket false\ncheck_apikey_on_start false\n"
                + "aws_iam_retries 5")) {
      output.start();

      assertThat(output.log()).singleElement().asString().contains("not used");
    }
  }
}
