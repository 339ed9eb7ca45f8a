package io.millrace.plugins.kubernetes;

import static io.millrace.plugins.kubernetes.TestCluster.ID;
import static io.millrace.plugins.kubernetes.TestCluster.OTHER_ID;
import static io.millrace.plugins.kubernetes.TestCluster.POD_TAG;
import static io.millrace.plugins.kubernetes.TestCluster.TAG;
import static io.millrace.plugins.kubernetes.TestCluster.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.FakeKubernetes;
import io.millrace.testkit.FilterDriver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the filter knows of the pods of its node while it follows the API, and when it cannot. */
class KubernetesWatchTest {
  @RegisterExtension final TestCluster cluster = new TestCluster();
  private final FakeKubernetes api = cluster.api();

  @Test
  void podsOfTheNodeAreListedAndWatched() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");
    await().until(() -> api.openWatches() == 2);

    run(driver, TAG, "{}");

    List<FakeKubernetes.Request> pods = cluster.requests("/pods");
    assertThat(pods.get(0).query())
        .containsEntry("fieldSelector", "spec.nodeName=node-a")
        .containsEntry("resourceVersion", "0")
        .doesNotContainKey("watch");
    assertThat(pods.get(1).query())
        .containsEntry("fieldSelector", "spec.nodeName=node-a")
        .containsEntry("watch", "true")
        .containsEntry("allowWatchBookmarks", "true")
        .containsEntry("resourceVersion", api.version());
    assertThat(Integer.parseInt(pods.get(1).query().get("timeoutSeconds"))).isBetween(300, 600);
    assertThat(cluster.requests("/namespaces").get(0).accept())
        .contains("PartialObjectMetadataList");
    assertThat(cluster.requests("/namespaces/shop/pods/web-1"))
        .as("requests for single pods")
        .isEmpty();
  }

  @Test
  void aPodAddedLaterIsKnown() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");
    await().until(() -> api.openWatches() == 2);

    api.pod("shop", "new", "node-a", Objects.pod("shop", "new", "uid-2", "node-a", OTHER_ID));

    await().until(() -> driver.context().gauge("pod_cache_size") == 2);
    assertThat(run(driver, TAG.replace("web-1", "new").replace(ID, OTHER_ID), "{}"))
        .contains("\"pod_id\":\"uid-2\"");
    assertThat(cluster.requests("/namespaces/shop/pods/new")).isEmpty();
  }

  @Test
  void aChangeIsTakenInWhereverMetadataWereRenderedBefore() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");
    await().until(() -> api.openWatches() == 2);
    run(driver, TAG, "{}");

    api.pod(
        "shop",
        "web-1",
        "node-a",
        Objects.pod("shop", "web-1", "uid-1", "node-a", ID)
            .replace("\"app\":\"web\"", "\"app\":\"till\""));

    await().untilAsserted(() -> assertThat(run(driver, TAG, "{}")).contains("\"app\":\"till\""));
  }

  @Test
  void aDeletedPodIsRememberedForItsLateEvents() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a", "keep_deleted_pods 10m");
    await().until(() -> api.openWatches() == 2);

    api.deletePod("shop", "web-1");

    await().until(() -> driver.context().count("pod_cache_watch_deletes") == 1);
    assertThat(run(driver, TAG, "{}")).contains("\"pod_id\":\"uid-1\"");
  }

  @Test
  void ofTwoPodsOfOneNameTheUidOfTheDirectoryChooses() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a");
    await().until(() -> api.openWatches() == 2);
    api.deletePod("shop", "web-1");
    api.pod("shop", "web-1", "node-a", Objects.pod("shop", "web-1", "uid-9", "node-a", OTHER_ID));
    await().until(() -> driver.context().gauge("pod_cache_size") == 2);

    assertThat(run(driver, POD_TAG, "{}")).contains("\"pod_id\":\"uid-1\"");
    assertThat(run(driver, POD_TAG.replace("uid-1", "uid-9"), "{}"))
        .contains("\"pod_id\":\"uid-9\"")
        .contains("\"container_id\":\"" + OTHER_ID + "\"");
    assertThat(run(driver, TAG, "{}")).as("by container").contains("\"pod_id\":\"uid-1\"");
  }

  @Test
  void anApiThatFailsLeavesWhatTheTagSays() throws Exception {
    api.failWith(500);
    FilterDriver driver = cluster.filter("node_name node-a");

    assertThat(run(driver, TAG, "{\"a\":1}"))
        .isEqualTo(
            "{\"a\":1,\"docker\":{\"container_id\":\""
                + ID
                + "\"},\"kubernetes\":{\"container_name\":\"nginx\",\"namespace_name\":\"shop\","
                + "\"pod_name\":\"web-1\"}}");

    api.failWith(0);
    driver.context().manualClock().advance(Duration.ofSeconds(11));
    await().untilAsserted(() -> assertThat(run(driver, TAG, "{}")).contains("pod_id"));
    assertThat(driver.context().count("pod_watch_failures")).isPositive();
  }

  @Test
  void aWatchThatIsCutOrEndsGoesOnFromWhereItWas() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a", "watch_retry_interval 0");
    await().until(() -> api.openWatches() == 2);
    api.bookmark();
    String bookmark = api.version();
    await()
        .untilAsserted(
            () -> {
              api.cutWatches();
              assertThat(cluster.requests("/pods"))
                  .anyMatch(request -> bookmark.equals(request.query().get("resourceVersion")));
            });

    await().until(() -> api.openWatches() == 2);
    api.endWatches();
    await().until(() -> api.openWatches() == 2);
    api.pod("shop", "new", "node-a", Objects.pod("shop", "new", "uid-2", "node-a", OTHER_ID));

    await().until(() -> driver.context().gauge("pod_cache_size") == 2);
    assertThat(cluster.requests("/pods").stream().filter(request -> !request.watch())).hasSize(1);
  }

  @Test
  void aVersionThatIsGoneIsAnsweredByANewList() throws Exception {
    FilterDriver driver = cluster.filter("node_name node-a", "watch_retry_interval 0");
    await().until(() -> api.openWatches() == 2);

    api.forgetVersions();

    await().until(() -> driver.context().count("pod_watch_gone_notices") > 0);
    await().until(() -> api.openWatches() == 2);
    List<FakeKubernetes.Request> lists =
        cluster.requests("/pods").stream().filter(request -> !request.watch()).toList();
    assertThat(lists.get(1).query()).doesNotContainKey("resourceVersion");
    assertThat(run(driver, TAG, "{}")).contains("pod_id");
  }

  @Test
  void aNewListTellsWhichPodsWereDeletedMeanwhile() throws Exception {
    FilterDriver driver =
        cluster.filter("node_name node-a", "watch_retry_interval 0", "keep_deleted_pods 0");
    await().until(() -> api.openWatches() == 2);
    api.cutWatches();
    api.failWith(503);
    api.deletePod("shop", "web-1");
    api.forgetVersions();
    api.failWith(0);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> driver.context().gauge("pod_cache_size") == 0);
  }

  @Test
  void longListsComeInPages() throws Exception {
    for (int i = 0; i < 1201; i++) {
      String name = "pod-" + i;
      api.pod("shop", name, "node-a", Objects.pod("shop", name, "u" + i, "node-a", "c" + i));
    }
    FilterDriver driver = cluster.filter("node_name node-a", "watch_retry_interval 0");
    await().until(() -> api.openWatches() == 2);
    api.forgetVersions();

    await()
        .until(
            () ->
                cluster.requests("/pods").stream()
                    .anyMatch(request -> "1000".equals(request.query().get("continue"))));
    await().until(() -> api.openWatches() == 2);
    assertThat(driver.context().gauge("pod_cache_size")).isEqualTo(1202);
  }
}
