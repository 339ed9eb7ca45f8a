package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Optional values, in every company: each must make exactly one line of its own, or the text of one
 * parameter swallows the next.
 */
class ChartOptionalValuesTest {

  private static final Map<String, String> STORE =
      Map.ofEntries(
          Map.entry("s3_region", "eu-west-1"),
          Map.entry("path", "logs/"),
          Map.entry("s3_endpoint", "http://minio:9000"),
          Map.entry("force_path_style", "true"),
          Map.entry("proxy_uri", "http://proxy:3128"),
          Map.entry("s3_object_key_format", "%{path}${chunk_id}"),
          Map.entry("check_object", "true"),
          Map.entry("time_slice_format", "%Y%m%d"),
          Map.entry("store_as", "json"),
          Map.entry("storage_class", "STANDARD_IA"),
          Map.entry("acl", "private"),
          Map.entry("tagging", "a=b"),
          Map.entry("use_server_side_encryption", "aws:kms"),
          Map.entry("ssekms_key_id", "abc"),
          Map.entry("checksum_algorithm", "CRC32"),
          Map.entry("auto_create_bucket", "false"),
          Map.entry("check_bucket", "false"),
          Map.entry("check_apikey_on_start", "false"));

  private static final Map<String, String> ROLE =
      Map.of(
          "role_session_name", "airflow",
          "external_id", "x1",
          "duration_seconds", "3600",
          "sts_region", "us-east-1",
          "sts_endpoint_url", "http://sts:8080");

  private static final Map<String, String> ELASTICSEARCH =
      Map.ofEntries(
          Map.entry("path", "/es"),
          Map.entry("ssl_verify", "false"),
          Map.entry("ca_file", "/ca/ca.crt"),
          Map.entry("logstash_prefix_separator", "."),
          Map.entry("logstash_dateformat", "%Y.%m"),
          Map.entry("include_timestamp", "true"),
          Map.entry("include_tag_key", "true"),
          Map.entry("tag_key", "fluentd_tag"),
          Map.entry("id_key", "uid"),
          Map.entry("write_operation", "create"),
          Map.entry("pipeline", "parse"),
          Map.entry("compression_level", "best_speed"));

  private static final Map<String, String> BUFFER =
      Map.of(
          "flush_interval", "7s",
          "flush_thread_count", "3",
          "chunk_limit_size", "9m",
          "total_limit_size", "3g",
          "overflow_action", "drop_oldest_chunk",
          "retry_max_interval", "40s",
          "retry_forever", "false");

  static Stream<Map<String, String>> storeCompanies() {
    return companies(STORE);
  }

  @ParameterizedTest
  @MethodSource("storeCompanies")
  void s3Parameters(Map<String, String> values) {
    ConfSection store = s3("", values);

    assertThat(optional(store, STORE)).isEqualTo(withKeyDefaults(values));
  }

  /** Without a key format of the user's the chart writes its own, and turns the check off. */
  private static Map<String, String> withKeyDefaults(Map<String, String> values) {
    var expected = new LinkedHashMap<>(values);
    if (!values.containsKey("s3_object_key_format")) {
      expected.put(
          "s3_object_key_format",
          "\"%{path}%{time_slice}_#{ENV['K8S_NODE_NAME']}_${chunk_id}.%{file_extension}\"");
      expected.putIfAbsent("check_object", "false");
    }
    return expected;
  }

  static Stream<Map<String, String>> roleSubsets() {
    List<String> keys = ROLE.keySet().stream().sorted().toList();
    return IntStream.range(0, 1 << keys.size())
        .mapToObj(
            bits ->
                IntStream.range(0, keys.size())
                    .filter(i -> (bits >> i & 1) == 1)
                    .mapToObj(keys::get)
                    .collect(Collectors.toMap(key -> key, ROLE::get)));
  }

  @ParameterizedTest
  @MethodSource("roleSubsets")
  void roleParameters(Map<String, String> values) {
    ConfSection role =
        s3("role_arn: arn:aws:iam::1:role/x", values).section("assume_role_credentials");

    var expected = new LinkedHashMap<>(values);
    expected.put("role_arn", "arn:aws:iam::1:role/x");
    expected.putIfAbsent("role_session_name", "mill-millrace");
    assertThat(role.params()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("roleSubsets")
  void roleParametersWithoutARoleAreNotWritten(Map<String, String> values) {
    ConfSection store = s3("", values);

    assertThat(store.sections()).extracting(ConfSection::name).containsExactly("buffer");
    assertThat(store.params()).doesNotContainKeys(ROLE.keySet().toArray(String[]::new));
  }

  static Stream<Map<String, String>> elasticsearchCompanies() {
    return companies(ELASTICSEARCH);
  }

  @ParameterizedTest
  @MethodSource("elasticsearchCompanies")
  void elasticsearchParameters(Map<String, String> values) {
    ConfSection store =
        RenderedChart.of(elasticsearch(values)).configuration().plugin("elasticsearch");

    assertThat(optional(store, ELASTICSEARCH)).isEqualTo(values);
    assertThat(store.params()).containsEntry("logstash_prefix", "fluentd");
  }

  static Stream<Map<String, String>> bufferCompanies() {
    return companies(BUFFER);
  }

  @ParameterizedTest
  @MethodSource("bufferCompanies")
  void bufferParametersOfBothStores(Map<String, String> values) {
    ConfSection conf =
        RenderedChart.of(
                elasticsearch(values) + "s3:\n  enabled: true\n  s3_bucket: logs\n" + lines(values))
            .configuration();

    assertThat(conf.plugin("elasticsearch").section("buffer").params())
        .containsAllEntriesOf(values);
    assertThat(conf.plugin("s3").section("buffer").params()).containsAllEntriesOf(values);
  }

  /** Each value alone, all but each, all, and none. */
  private static Stream<Map<String, String>> companies(Map<String, String> all) {
    Stream<Map<String, String>> alone =
        all.entrySet().stream().map(entry -> Map.of(entry.getKey(), entry.getValue()));
    Stream<Map<String, String>> others = all.keySet().stream().map(key -> without(key, all));
    return Stream.of(alone, others, Stream.of(all, Map.<String, String>of())).flatMap(s -> s);
  }

  private static Map<String, String> without(String key, Map<String, String> all) {
    var rest = new LinkedHashMap<>(all);
    rest.remove(key);
    return rest;
  }

  private static ConfSection s3(String line, Map<String, String> values) {
    return RenderedChart.of(
            "s3:\n  enabled: true\n  s3_bucket: logs\n  " + line + "\n" + lines(values))
        .configuration()
        .plugin("s3");
  }

  private static String elasticsearch(Map<String, String> values) {
    return "elasticsearch:\n  enabled: true\n" + lines(values);
  }

  private static String lines(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> "  " + entry.getKey() + ": " + yaml(entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String yaml(String value) {
    return value.matches("true|false|\\d+") ? value : "'" + value + "'";
  }

  private static Map<String, String> optional(ConfSection section, Map<String, String> keys) {
    return section.params().entrySet().stream()
        .filter(entry -> keys.containsKey(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
