package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work stop the rendering, and the message says what to set. */
class ChartRefusalTest {

  @Test
  void s3WithoutABucket() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> RenderedChart.of("s3: {enabled: true}"))
        .withMessageContaining(
            "s3.enabled is true but s3.s3_bucket is empty: set s3.s3_bucket to the name of the"
                + " bucket that receives the logs, or s3.enabled to false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          s3: {enabled: true, s3_bucket: ''}   | s3.s3_bucket is empty: set
          s3: {enabled: true, aws_key_id: AK}  | s3.aws_sec_key is empty: set both
          s3: {enabled: true, aws_sec_key: SK} | s3.aws_key_id is empty: set both
          s3: {enabled: true, aws_key_id: AK, existingSecret: a} | s3.existingSecret (a) and
          elasticsearch: {user: elastic}       | no password: set elasticsearch.password
          elasticsearch: {password: x}         | elasticsearch.user is empty: set
          elasticsearch: {password: x, existingSecret: e} | elasticsearch.existingSecret (e) and
          elasticsearch: {index_name: logs}    | elasticsearch.index_name (logs) has no effect
          elasticsearch: {enabled: false}      | nowhere to send logs to: set
          tail: {enabled: false}               | nowhere to take logs from: set
          """)
  void contradiction(String values, String sentence) {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> RenderedChart.of(values))
        .withMessageContaining(sentence);
  }

  @Test
  void allContradictionsAreNamedAtOnce() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> RenderedChart.of("{s3: {enabled: true}, elasticsearch: {user: u}}"))
        .withMessageContaining("s3.s3_bucket is empty")
        .withMessageContaining("there is no password");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          s3: {enabled: 'yes'}                | at '/s3/enabled': got string, want boolean
          s3: {s3_bucket: 5}                  | at '/s3/s3_bucket': got number, want null or string
          s3: {bucket: b}                     | at '/s3': additional properties 'bucket' not allowed
          s3: {duration_seconds: 60}          | at '/s3/duration_seconds': minimum: got 60, want 900
          s3: {use_server_side_encryption: aes} | at '/s3/use_server_side_encryption'
          s3: {chunk_limit_size: big}         | at '/s3/chunk_limit_size'
          s3: {chunk_keys: tag}               | at '/s3/chunk_keys'
          elasticsearch: {port: '9200'}       | at '/elasticsearch/port': got string, want integer
          elasticsearch: {scheme: ftp}        | at '/elasticsearch/scheme'
          elasticsearch: {overflow_action: drop} | at '/elasticsearch/overflow_action'
          forward: {port: 70000}              | at '/forward/port': maximum: got 70,000, want 65,535
          tolerations: {operator: Exists}     | at '/tolerations': got object, want array
          logLevel: loud                      | at '/logLevel'
          elasticsearch:                      | missing property 'elasticsearch'
          elasticsearch: {port: null}         | at '/elasticsearch': missing property 'port'
          toleration: []                      | additional properties 'toleration' not allowed
          """)
  void valueOfTheWrongShape(String values, String place) {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> RenderedChart.of(values))
        .withMessageContaining(place);
  }
}
