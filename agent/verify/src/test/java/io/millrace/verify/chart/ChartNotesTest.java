package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code helm install} prints at the end. */
class ChartNotesTest {

  @Test
  void sayWhereLogsComeFromAndGoTo() {
    String notes =
        RenderedChart.notes(
            """
            forward: {enabled: true}
            s3: {enabled: true, s3_bucket: my-logs, role_arn: "arn:aws:iam::1:role/x"}
            """);

    assertThat(notes)
        .contains("from  /var/log/containers/*.log")
        .contains("from  forward protocol, mill-millrace.logging:24224")
        .contains("to    Elasticsearch http://mill-elasticsearch:9200")
        .contains("to    S3 bucket my-logs, as arn:aws:iam::1:role/x")
        .doesNotContain("WARNING");
  }

  @Test
  void warnOfRoleValuesThatHaveNoRole() {
    String notes =
        RenderedChart.notes("s3: {enabled: true, s3_bucket: b, external_id: x, sts_region: eu}");

    assertThat(notes).contains("WARNING: s3.external_id, s3.sts_region set without s3.role_arn");
  }
}
