package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Kubernetes objects: which there are, and what the agents' pods are given. */
class ChartManifestTest {

  @Test
  void defaultsMakeADaemonSetItsConfigurationAndItsRights() {
    RenderedChart chart = RenderedChart.of("");

    assertThat(chart.kinds())
        .containsExactlyInAnyOrder(
            "ServiceAccount", "ConfigMap", "ClusterRole", "ClusterRoleBinding", "DaemonSet");
  }

  @Test
  void everyObjectButTheClusterWideOnesNamesTheNamespace() {
    RenderedChart chart = RenderedChart.of(EVERYTHING);

    assertThat(chart.manifests())
        .hasSize(7)
        .filteredOn(manifest -> !Yaml.text(manifest, "kind").startsWith("ClusterRole"))
        .allSatisfy(
            manifest ->
                assertThat(Yaml.map(manifest, "metadata"))
                    .containsEntry("name", "mill-millrace")
                    .containsEntry("namespace", "logging"));
  }

  @Test
  void clusterRoleMayReadPodsAndNamespacesOnly() {
    RenderedChart chart = RenderedChart.of("");

    assertThat(Yaml.list(chart.manifest("ClusterRole"), "rules"))
        .singleElement()
        .isEqualTo(
            Map.of(
                "apiGroups", List.of(""),
                "resources", List.of("pods", "namespaces"),
                "verbs", List.of("get", "list", "watch")));
    assertThat(Yaml.list(chart.manifest("ClusterRoleBinding"), "subjects"))
        .singleElement()
        .isEqualTo(
            Map.of("kind", "ServiceAccount", "name", "mill-millrace", "namespace", "logging"));
  }

  @Test
  void rightsCanBeLeftToOthers() {
    RenderedChart chart =
        RenderedChart.of(
            """
            rbac: {create: false}
            serviceAccount: {create: false, name: log-reader}
            """);

    assertThat(chart.kinds()).containsExactlyInAnyOrder("ConfigMap", "DaemonSet");
    assertThat(chart.podSpec()).containsEntry("serviceAccountName", "log-reader");
  }

  @Test
  void serviceAccountCarriesTheRoleOfItsCloud() {
    RenderedChart chart =
        RenderedChart.of(
            """
            serviceAccount:
              annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::123456789012:role/logs"}
            """);

    assertThat(Yaml.map(chart.manifest("ServiceAccount"), "metadata", "annotations"))
        .containsExactly(
            Map.entry("eks.amazonaws.com/role-arn", "arn:aws:iam::123456789012:role/logs"));
  }

  @Test
  void containerCannotWriteItsOwnFilesAndHasNoCapability() {
    Map<String, Object> container = RenderedChart.of("").container();

    assertThat(Yaml.map(container, "securityContext"))
        .containsEntry("readOnlyRootFilesystem", true)
        .containsEntry("allowPrivilegeEscalation", false)
        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
  }

  @Test
  void logsAreReadOnlyAndTheStateStaysOnTheNode() {
    RenderedChart chart = RenderedChart.of("");

    assertThat(chart.container().get("volumeMounts"))
        .isEqualTo(
            List.of(
                Map.of("name", "config", "mountPath", "/etc/fluent", "readOnly", true),
                Map.of("name", "state", "mountPath", "/var/lib/millrace"),
                Map.of("name", "tmp", "mountPath", "/tmp"),
                Map.of("name", "varlog", "mountPath", "/var/log", "readOnly", true)));
    assertThat(hostPath(chart, "state")).isEqualTo("/var/log/millrace/logging/mill-millrace");
    assertThat(hostPath(chart, "varlog")).isEqualTo("/var/log");
  }

  private static String hostPath(RenderedChart chart, String volume) {
    return Yaml.list(chart.podSpec(), "volumes").stream()
        .filter(entry -> volume.equals(Yaml.text(entry, "name")))
        .map(entry -> Yaml.text(entry, "hostPath", "path"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void podSettingsLandWhereKubernetesLooksForThem() {
    RenderedChart chart = RenderedChart.of(EVERYTHING);

    assertThat(chart.podSpec())
        .containsEntry("priorityClassName", "system-node-critical")
        .containsEntry("terminationGracePeriodSeconds", 90)
        .containsEntry("nodeSelector", Map.of("disk", "ssd"))
        .containsEntry("tolerations", List.of(Map.of("operator", "Exists")))
        .containsEntry("imagePullSecrets", List.of(Map.of("name", "pull")));
    assertThat(Yaml.map(chart.manifest("DaemonSet"), "spec", "template", "metadata", "labels"))
        .containsEntry("team", "logs")
        .containsEntry("tier", "logging");
    assertThat(Yaml.map(chart.manifest("DaemonSet"), "spec", "template", "metadata", "annotations"))
        .containsEntry("note", "x")
        .containsKeys("checksum/config", "checksum/secret");
    assertThat(Yaml.list(chart.container(), "volumeMounts"))
        .last()
        .isEqualTo(Map.of("name", "ca", "mountPath", "/ca"));
    assertThat(Yaml.list(chart.podSpec(), "volumes"))
        .last()
        .isEqualTo(Map.of("name", "ca", "secret", Map.of("secretName", "ca")));
    assertThat(chart.container()).containsEntry("image", "mirror/millrace:9");
  }

  @Test
  void extraEnvironmentIsTextOrAReference() {
    RenderedChart chart = RenderedChart.of(EVERYTHING);

    assertThat(chart.env("CLUSTER")).containsEntry("value", "blue");
    assertThat(chart.env("LIMIT")).containsEntry("value", "12345678");
    assertThat(chart.env("SWITCH")).containsEntry("value", "true");
    assertThat(chart.env("TOKEN"))
        .containsEntry("valueFrom", Map.of("secretKeyRef", Map.of("name", "t", "key", "k")));
  }

  @Test
  void agentKnowsItsNode() {
    assertThat(RenderedChart.of("").env("K8S_NODE_NAME"))
        .containsEntry("valueFrom", Map.of("fieldRef", Map.of("fieldPath", "spec.nodeName")));
  }

  @Test
  void forwardPortIsServedAndProbed() {
    RenderedChart chart = RenderedChart.of("forward: {enabled: true, port: 24230}");

    assertThat(Yaml.list(chart.manifest("Service"), "spec", "ports"))
        .singleElement()
        .isEqualTo(
            Map.of("name", "forward", "port", 24230, "targetPort", "forward", "protocol", "TCP"));
    assertThat(Yaml.list(chart.container(), "ports"))
        .singleElement()
        .isEqualTo(Map.of("name", "forward", "containerPort", 24230, "protocol", "TCP"));
    assertThat(Yaml.text(chart.container(), "livenessProbe", "tcpSocket", "port"))
        .isEqualTo("forward");
    assertThat(chart.container()).containsKey("readinessProbe").doesNotContainKey("startupProbe");
  }

  @Test
  void withoutAPortThereIsNothingToProbe() {
    assertThat(RenderedChart.of("").container())
        .doesNotContainKeys("ports", "livenessProbe", "readinessProbe", "startupProbe");
  }

  @Test
  void givenProbesReplaceTheChartsAndMayUseTemplates() {
    RenderedChart chart =
        RenderedChart.of(
            """
            forward: {enabled: true}
            startupProbe: {exec: {command: ["test", "{{ .Release.Name }}"]}}
            livenessProbe: {httpGet: {path: /healthz, port: 8080}}
            """);

    assertThat(chart.container())
        .containsEntry("startupProbe", Map.of("exec", Map.of("command", List.of("test", "mill"))))
        .containsEntry(
            "livenessProbe", Map.of("httpGet", Map.of("path", "/healthz", "port", 8080)));
  }

  @Test
  void changedConfigurationRestartsTheAgents() {
    assertThat(checksum("")).isEqualTo(checksum("")).isNotEqualTo(checksum("logLevel: debug"));
  }

  private static String checksum(String values) {
    return Yaml.text(
        RenderedChart.of(values).manifest("DaemonSet"),
        "spec",
        "template",
        "metadata",
        "annotations",
        "checksum/config");
  }

  @Test
  void keysGivenAsValuesGoToASecretAndNeverIntoTheConfiguration() {
    RenderedChart chart = RenderedChart.of(EVERYTHING);

    assertThat(Yaml.map(chart.manifest("Secret"), "data"))
        .containsOnly(
            Map.entry("password", "Y2hhbmdlbWU="),
            Map.entry("aws_key_id", "QUtJQQ=="),
            Map.entry("aws_sec_key", "czNjcjN0"));
    assertThat(chart.fluentConf()).doesNotContain("changeme", "AKIA", "s3cr3t");
    assertThat(secretOf(chart, "MILLRACE_ELASTICSEARCH_PASSWORD"))
        .isEqualTo(Map.of("name", "mill-millrace", "key", "password"));
    assertThat(secretOf(chart, "MILLRACE_S3_AWS_SEC_KEY"))
        .isEqualTo(Map.of("name", "mill-millrace", "key", "aws_sec_key"));
  }

  @Test
  void existingSecretsAreReferredTo() {
    RenderedChart chart =
        RenderedChart.of(
            """
            elasticsearch: {existingSecret: es, existingSecretPasswordKey: elastic, user: elastic}
            s3: {enabled: true, s3_bucket: logs, existingSecret: aws}
            """);

    assertThat(chart.kinds()).doesNotContain("Secret");
    assertThat(chart.env("MILLRACE_ELASTICSEARCH_USER")).containsEntry("value", "elastic");
    assertThat(secretOf(chart, "MILLRACE_ELASTICSEARCH_PASSWORD"))
        .isEqualTo(Map.of("name", "es", "key", "elastic"));
    assertThat(secretOf(chart, "MILLRACE_S3_AWS_KEY_ID"))
        .isEqualTo(Map.of("name", "aws", "key", "aws_key_id"));
    assertThat(chart.configuration().plugin("s3").params())
        .containsEntry("aws_key_id", "\"#{ENV['MILLRACE_S3_AWS_KEY_ID']}\"")
        .containsEntry("aws_sec_key", "\"#{ENV['MILLRACE_S3_AWS_SEC_KEY']}\"");
  }

  private static Map<String, Object> secretOf(RenderedChart chart, String variable) {
    return Yaml.map(chart.env(variable), "valueFrom", "secretKeyRef");
  }

  private static final String EVERYTHING =
      """
      image: {repository: mirror/millrace, tag: "9"}
      imagePullSecrets: [{name: pull}]
      forward: {enabled: true}
      elasticsearch: {user: elastic, password: changeme}
      s3: {enabled: true, s3_bucket: logs, aws_key_id: AKIA, aws_sec_key: s3cr3t}
      extraEnv:
        CLUSTER: blue
        LIMIT: 12345678
        SWITCH: true
        TOKEN: {valueFrom: {secretKeyRef: {name: t, key: k}}}
      priorityClassName: system-node-critical
      terminationGracePeriodSeconds: 90
      nodeSelector: {disk: ssd}
      tolerations: [{operator: Exists}]
      commonLabels: {team: logs}
      podLabels: {tier: logging}
      podAnnotations: {note: x}
      additionalVolumes: [{name: ca, secret: {secretName: ca}}]
      additionalVolumeMounts: [{name: ca, mountPath: /ca}]
      """;
}
