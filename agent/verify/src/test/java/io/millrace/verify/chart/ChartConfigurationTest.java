package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's configuration: sources, filters and the stores of the copy. */
class ChartConfigurationTest {

  private static final String FIVE_KEYS =
      """
      s3:
        enabled: true
        role_arn: arn:aws:iam::123456789012:role/logs
        role_session_name: airflow
        s3_bucket: my-logs
        s3_region: eu-west-1
      """;

  @Test
  void defaultsTailContainerLogsIntoElasticsearchAlone() {
    ConfSection conf = RenderedChart.of("").configuration();

    assertThat(conf.ids())
        .containsExactly(
            "container_logs",
            "container_file",
            "pod_fields",
            "own_messages",
            "stores",
            "elasticsearch");
    assertThat(conf.plugin("elasticsearch").params())
        .containsOnly(
            Map.entry("@type", "elasticsearch"),
            Map.entry("@id", "elasticsearch"),
            Map.entry("host", "mill-elasticsearch"),
            Map.entry("port", "9200"),
            Map.entry("scheme", "http"),
            Map.entry("logstash_format", "true"),
            Map.entry("logstash_prefix", "fluentd"),
            Map.entry("request_timeout", "30s"));
  }

  @Test
  void tailReadsCriLinesAndLeavesItsOwnLogOut() {
    ConfSection tail = RenderedChart.of("").configuration().plugin("container_logs");

    assertThat(tail.params())
        .containsEntry("path", "/var/log/containers/*.log")
        .containsEntry("pos_file", "/var/lib/millrace/containers.log.pos")
        .containsEntry(
            "exclude_path", "[\"/var/log/containers/mill-millrace-*_logging_millrace-*.log\"]");
    assertThat(tail.section("parse").params())
        .containsEntry("@type", "regexp")
        .containsEntry("time_format", "%Y-%m-%dT%H:%M:%S.%N%z");
  }

  @Test
  void fiveKeysTurnS3OnUnderAnAssumedRole() {
    ConfSection s3 = RenderedChart.of(FIVE_KEYS).configuration().plugin("s3");

    assertThat(s3.params())
        .containsEntry("s3_bucket", "my-logs")
        .containsEntry("s3_region", "eu-west-1");
    assertThat(s3.section("assume_role_credentials").params())
        .containsOnly(
            Map.entry("role_arn", "arn:aws:iam::123456789012:role/logs"),
            Map.entry("role_session_name", "airflow"));
  }

  @Test
  void bothStoresHangOnOneCopy() {
    ConfSection copy = RenderedChart.of(FIVE_KEYS).configuration().plugin("stores");

    assertThat(copy.argument()).isEqualTo("**");
    assertThat(copy.sections())
        .extracting(ConfSection::name, store -> store.params().get("@type"))
        .containsExactly(tuple("store", "elasticsearch"), tuple("store", "s3"));
  }

  @Test
  void elasticsearchCanBeLeftOut() {
    ConfSection conf =
        RenderedChart.of(FIVE_KEYS + "elasticsearch: {enabled: false}").configuration();

    assertThat(conf.ids()).contains("s3").doesNotContain("elasticsearch");
  }

  @Test
  void withoutARoleTheDefaultCredentialsAreLeftAlone() {
    ConfSection s3 =
        RenderedChart.of("s3: {enabled: true, s3_bucket: logs, role_arn: \"\"}")
            .configuration()
            .plugin("s3");

    assertThat(s3.sections()).extracting(ConfSection::name).containsExactly("buffer");
    assertThat(s3.params()).doesNotContainKeys("aws_key_id", "aws_sec_key");
  }

  @Test
  void sessionNameFallsBackToTheNameOfTheRelease() {
    ConfSection s3 =
        RenderedChart.of(
                "s3: {enabled: true, s3_bucket: logs, role_arn: \"arn:aws:iam::1:role/x\"}")
            .configuration()
            .plugin("s3");

    assertThat(s3.section("assume_role_credentials").params())
        .containsEntry("role_session_name", "mill-millrace");
  }

  @Test
  void objectKeysAreUniquePerNodeAndChunk() {
    ConfSection s3 = RenderedChart.of(FIVE_KEYS).configuration().plugin("s3");

    assertThat(s3.params())
        .containsEntry(
            "s3_object_key_format",
            "\"%{path}%{time_slice}_#{ENV['K8S_NODE_NAME']}_${chunk_id}.%{file_extension}\"")
        .containsEntry("check_object", "false");
  }

  @Test
  void ownObjectKeysKeepThePluginsCheck() {
    ConfSection s3 =
        RenderedChart.of(FIVE_KEYS + "  s3_object_key_format: \"%{path}%{index}.gz\"")
            .configuration()
            .plugin("s3");

    assertThat(s3.params())
        .containsEntry("s3_object_key_format", "%{path}%{index}.gz")
        .doesNotContainKey("check_object");
  }

  @Test
  void everyStoreHasItsOwnFileBufferAndLosesNothingWhenItIsFull() {
    ConfSection conf = RenderedChart.of(FIVE_KEYS).configuration();

    ConfSection elasticsearch = conf.plugin("elasticsearch").section("buffer");
    ConfSection s3 = conf.plugin("s3").section("buffer");

    assertThat(List.of(elasticsearch, s3))
        .allSatisfy(
            buffer ->
                assertThat(buffer.params())
                    .containsEntry("@type", "file")
                    .containsEntry("overflow_action", "block")
                    .containsEntry("retry_forever", "true"));
    assertThat(elasticsearch.params())
        .containsEntry("path", "/var/lib/millrace/buffers/elasticsearch");
    assertThat(s3.params()).containsEntry("path", "/var/lib/millrace/buffers/s3");
  }

  @Test
  void indexPrefixComesFromTheUmbrellaChartUnlessGiven() {
    String global = "global: {logging: {indexNamePrefix: airflow}}\n";

    assertThat(RenderedChart.of(global).configuration().plugin("elasticsearch").params())
        .containsEntry("logstash_prefix", "airflow");
    assertThat(
            RenderedChart.of(global + "elasticsearch: {logstash_prefix: mine}")
                .configuration()
                .plugin("elasticsearch")
                .params())
        .containsEntry("logstash_prefix", "mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"global:", "global: {logging: }", "global: {logging: {level: info}}"})
  void umbrellaChartMaySayNothingOfIndices(String values) {
    assertThat(RenderedChart.of(values).configuration().plugin("elasticsearch").params())
        .containsEntry("logstash_prefix", "fluentd");
  }

  @Test
  void oneIndexInsteadOfDailyOnes() {
    ConfSection elasticsearch =
        RenderedChart.of("elasticsearch: {logstash_format: false, index_name: logs}")
            .configuration()
            .plugin("elasticsearch");

    assertThat(elasticsearch.params())
        .containsEntry("logstash_format", "false")
        .containsEntry("index_name", "logs")
        .doesNotContainKey("logstash_prefix");
  }

  @Test
  void textThatTheGrammarCouldMistakeIsQuoted() {
    ConfSection s3 =
        RenderedChart.of(
                FIVE_KEYS
                    + """
                        path: "a #b/#{ENV['CLUSTER']}/"
                        policy: '{"Version":"2012-10-17"}'
                        tagging: team=logs&env=prod
                        sts_region: 'c:\\d'
                      """)
            .configuration()
            .plugin("s3");

    assertThat(s3.params())
        .containsEntry("path", "\"a #b/#{ENV['CLUSTER']}/\"")
        .containsEntry("tagging", "team=logs&env=prod");
    assertThat(s3.section("assume_role_credentials").params())
        .containsEntry("policy", "\"{\\\"Version\\\":\\\"2012-10-17\\\"}\"")
        .containsEntry("sts_region", "\"c:\\\\d\"");
  }

  @Test
  void largeNumbersKeepTheirDigits() {
    ConfSection s3 =
        RenderedChart.of(FIVE_KEYS + "  chunk_limit_size: 67108864\n  duration_seconds: 43200")
            .configuration()
            .plugin("s3");

    assertThat(s3.section("buffer").params()).containsEntry("chunk_limit_size", "67108864");
    assertThat(s3.section("assume_role_credentials").params())
        .containsEntry("duration_seconds", "43200");
  }

  @Test
  void forwardListensBesideTheTailOrInsteadOfIt() {
    ConfSection both = RenderedChart.of("forward: {enabled: true}").configuration();
    ConfSection alone =
        RenderedChart.of("{forward: {enabled: true}, tail: {enabled: false}}").configuration();

    assertThat(both.ids()).contains("container_logs", "forward");
    assertThat(both.plugin("forward").params()).containsEntry("port", "24224");
    assertThat(alone.ids()).containsExactly("forward", "own_messages", "stores", "elasticsearch");
  }

  @Test
  void filtersMatchTheTagOfTheTail() {
    ConfSection conf = RenderedChart.of("tail: {tag: raw.*, parseJson: true}").configuration();

    assertThat(conf.sections())
        .filteredOn(section -> section.name().equals("filter"))
        .hasSize(3)
        .allSatisfy(filter -> assertThat(filter.argument()).isEqualTo("raw.**"));
  }

  @Test
  void extraTextGoesInAsItStands() {
    ConfSection conf =
        RenderedChart.of(
                """
                extraSources: |
                  <source>
                    @type sample
                    @id sample
                    tag sample
                  </source>
                extraFilters: |
                  <filter kubernetes.**>
                    @type grep
                    @id errors
                    <regexp>
                      key log
                      pattern /error/
                    </regexp>
                  </filter>
                extraLogStores: |
                  <store>
                    @type stdout
                    @id console
                  </store>
                """)
            .configuration();

    assertThat(conf.plugin("sample").name()).isEqualTo("source");
    assertThat(conf.plugin("errors").section("regexp").params())
        .containsEntry("pattern", "/error/");
    assertThat(conf.plugin("stores").sections())
        .extracting(store -> store.params().get("@id"))
        .containsExactly("elasticsearch", "console");
  }
}
