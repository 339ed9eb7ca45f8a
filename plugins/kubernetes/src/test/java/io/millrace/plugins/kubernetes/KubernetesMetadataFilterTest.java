package io.millrace.plugins.kubernetes;

import static io.millrace.plugins.kubernetes.TestCluster.ID;
import static io.millrace.plugins.kubernetes.TestCluster.NOW;
import static io.millrace.plugins.kubernetes.TestCluster.OTHER_ID;
import static io.millrace.plugins.kubernetes.TestCluster.POD_TAG;
import static io.millrace.plugins.kubernetes.TestCluster.TAG;
import static io.millrace.plugins.kubernetes.TestCluster.run;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.testkit.FakeKubernetes;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the filter adds to an event, and to which events. */
class KubernetesMetadataFilterTest {
  @RegisterExtension final TestCluster cluster = new TestCluster();
  private final FakeKubernetes api = cluster.api();

  @Test
  void addsWhatTheClusterKnows() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");

    String json = run(driver, TAG, "{\"log\":\"hello\"}");

    assertThat(json)
        .isEqualTo(
            "{\"log\":\"hello\",\"docker\":{\"container_id\":\""
                + ID
                + "\"},\"kubernetes\":{\"container_name\":\"nginx\",\"namespace_name\":\"shop\","
                + "\"pod_name\":\"web-1\",\"container_image\":\"nginx:1.25\","
                + "\"container_image_id\":\"docker.io/library/nginx@sha256:aa\","
                + "\"pod_id\":\"uid-1\",\"pod_ip\":\"10.1.2.3\",\"host\":\"node-a\","
                + "\"labels\":{\"app\":\"web\",\"app.kubernetes.io/name\":\"nginx\"},"
                + "\"master_url\":\""
                + api.url()
                + "\",\"namespace_id\":\"ns-1\",\"namespace_labels\":{\"team\":\"red\"}}}");
  }

  @Test
  void aStaticPodIsFoundByTheHashInItsDirectorysName() throws Exception {
    api.pod(
        "shop",
        "web-1",
        "node-a",
        Objects.pod("shop", "web-1", "uid-1", "node-a", ID)
            .replace("\"note\"", "\"kubernetes.io/config.hash\":\"0123abcd\",\"note\""));
    FilterDriver driver = cluster.filter("node_name node-a");

    assertThat(run(driver, POD_TAG.replace("uid-1", "0123abcd"), "{}"))
        .contains("\"pod_id\":\"uid-1\"");
  }

  @Test
  void aRecordTellsItsContainerItself() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");

    String json =
        run(
            driver,
            "from.elsewhere",
            "{\"docker\":{\"container_id\":\""
                + ID
                + "\"},\"kubernetes\":{\"namespace_name\":\"shop\",\"pod_name\":\"web-1\","
                + "\"container_name\":\"nginx\",\"mine\":1},\"log\":\"x\"}");

    assertThat(json)
        .startsWith("{\"docker\":{\"container_id\":\"" + ID + "\"},\"kubernetes\":{")
        .contains("\"pod_id\":\"uid-1\"")
        .doesNotContain("mine")
        .endsWith(",\"log\":\"x\"}");
  }

  @Test
  void lookupFromRecordsCanBeTurnedOff() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a", "lookup_from_k8s_field false");
    String record =
        "{\"docker\":{\"container_id\":\"x\"},\"kubernetes\":{\"namespace_name\":\"shop\","
            + "\"pod_name\":\"web-1\",\"container_name\":\"nginx\"}}";

    assertThat(run(driver, "from.elsewhere", record)).isEqualTo(record);
  }

  @Test
  void tagsThatNameNoContainerPassAsTheyAre() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");

    assertThat(run(driver, "kubernetes.var.log.syslog", "{\"a\":1}")).isEqualTo("{\"a\":1}");
  }

  @Test
  void annotationsAreAddedByName() throws Exception {
    FilterDriver driver =
        cluster.filter("node_name node-a", "annotation_match [\"^no\", \"owner$\"]");

    assertThat(run(driver, TAG, "{}"))
        .contains("\"annotations\":{\"note\":\"fragile\"}")
        .contains("\"namespace_annotations\":{\"example.com/owner\":\"ann\"}");
  }

  @Test
  void partsCanBeLeftOut() throws Exception {
    FilterDriver driver =
        cluster.filter(
            "node_name node-a",
            "skip_labels true",
            "skip_container_metadata true",
            "skip_master_url true",
            "skip_namespace_metadata true");

    assertThat(run(driver, TAG, "{}"))
        .endsWith(
            "\"kubernetes\":{\"container_name\":\"nginx\",\"namespace_name\":\"shop\","
                + "\"pod_name\":\"web-1\",\"pod_id\":\"uid-1\",\"pod_ip\":\"10.1.2.3\","
                + "\"host\":\"node-a\"}}");
    assertThat(cluster.requests("/namespaces")).isEmpty();
  }

  @Test
  void ownersAreAddedIfAskedFor() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a", "include_ownerrefs_metadata true");

    assertThat(run(driver, TAG, "{}"))
        .contains("\"ownerrefs\":[{\"kind\":\"ReplicaSet\",\"name\":\"web\"}]");
  }

  @Test
  void dotsInNamesOfLabelsCanBeReplaced() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a", "de_dot true");

    assertThat(run(driver, TAG, "{}")).contains("\"app_kubernetes_io/name\":\"nginx\"");
  }

  @Test
  void anInitContainerHasAnImageToo() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");

    assertThat(run(driver, TAG.replace("nginx", "setup").replace(ID, OTHER_ID), "{}"))
        .contains("\"container_image\":\"busybox:1\"");
  }

  @Test
  void manyEventsOfAStreamAreAllServed() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");
    TestEvent[] events = new TestEvent[50];
    for (int i = 0; i < events.length; i++) {
      events[i] = event(TAG, NOW + i, "{\"n\":" + i + "}");
    }

    List<TestEvent> out = driver.run(events);

    assertThat(out).hasSize(50).allMatch(event -> event.json().contains("\"pod_id\":\"uid-1\""));
    assertThat(out.get(49).json()).startsWith("{\"n\":49,");
    assertThat(out.get(49).time().seconds()).isEqualTo(NOW + 49);
  }

  @Test
  void anExpressionWithoutTheGroupsIsRefused() {
    assertThatThrownBy(
            () ->
                FilterDriver.of(
                    "kubernetes_metadata", "tag_to_kubernetes_name_regexp (?<pod_name>.*)"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tag_to_kubernetes_name_regexp")
        .hasMessageContaining("container_name");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> FilterDriver.of("kubernetes_metadata", "kubernetes_url kube:443"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kubernetes_url kube:443")
        .hasMessageContaining("https://");
  }

  @Test
  void creatingItOpensNothing() throws IOException {
    FilterDriver.of("kubernetes_metadata", "kubernetes_url " + api.url());

    assertThat(api.requests()).isEmpty();
  }
}
