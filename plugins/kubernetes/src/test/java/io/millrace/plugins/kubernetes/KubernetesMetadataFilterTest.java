package io.millrace.plugins.kubernetes;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.ConfigException;
import io.millrace.testkit.FakeKubernetes;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter against an API on loopback. */
class KubernetesMetadataFilterTest {
  private static final String ID =
      "49095a2894da899d3b327c5fde1e056a81376cc9a8f8b09a195f2a92bceed459";
  private static final String OTHER_ID = ID.replace('4', 'a');
  private static final String TAG = "kubernetes.var.log.containers.web-1_shop_nginx-" + ID + ".log";
  private static final String POD_TAG = "kubernetes.var.log.pods.shop_web-1_uid-1.nginx.0.log";
  private static final long NOW = 1_700_000_000;

  @TempDir Path dir;
  private final FakeKubernetes api = new FakeKubernetes();
  private final List<FilterDriver> started = new ArrayList<>();

  @BeforeEach
  void fillCluster() {
    api.namespace("shop", Objects.namespace("shop", "ns-1"));
    api.pod("shop", "web-1", "node-a", Objects.pod("shop", "web-1", "uid-1", "node-a", ID));
  }

  @AfterEach
  void stop() throws Exception {
    for (FilterDriver driver : started) {
      driver.plugin().stop();
      driver.plugin().shutdown();
      driver.context().close();
    }
    api.close();
  }

  private FilterDriver filter(String... lines) throws Exception {
    return started(new TestContext(), lines);
  }

  private FilterDriver started(TestContext context, String... lines) throws Exception {
    List<String> all = new ArrayList<>(List.of(lines));
    if (all.stream().noneMatch(line -> line.startsWith("kubernetes_url"))) {
      all.add("kubernetes_url " + api.url());
    }
    all.add("stats_interval 0");
    all.add("secret_dir " + dir.resolve("none"));
    FilterDriver driver =
        FilterDriver.of(context, "kubernetes_metadata", all.toArray(new String[0]));
    driver.plugin().start();
    started.add(driver);
    return driver;
  }

  private static String run(FilterDriver driver, String tag, String record) {
    return driver.run(event(tag, NOW, record)).get(0).json();
  }

  private List<FakeKubernetes.Request> requests(String path) {
    return api.requests().stream().filter(request -> request.path().equals(path)).toList();
  }

  @Test
  void addsWhatTheClusterKnows() throws Exception {
    FilterDriver driver = filter("node_name node-a");

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
  void podsOfTheNodeAreListedAndWatched() throws Exception {
    FilterDriver driver = filter("node_name node-a");
    await().until(() -> api.openWatches() == 2);

    run(driver, TAG, "{}");

    List<FakeKubernetes.Request> pods = requests("/pods");
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
    assertThat(requests("/namespaces").get(0).accept()).contains("PartialObjectMetadataList");
    assertThat(requests("/namespaces/shop/pods/web-1")).as("requests for single pods").isEmpty();
  }

  @Test
  void aPodAddedLaterIsKnown() throws Exception {
    FilterDriver driver = filter("node_name node-a");
    await().until(() -> api.openWatches() == 2);

    api.pod("shop", "new", "node-a", Objects.pod("shop", "new", "uid-2", "node-a", OTHER_ID));

    await().until(() -> driver.context().gauge("pod_cache_size") == 2);
    assertThat(run(driver, TAG.replace("web-1", "new").replace(ID, OTHER_ID), "{}"))
        .contains("\"pod_id\":\"uid-2\"");
    assertThat(requests("/namespaces/shop/pods/new")).isEmpty();
  }

  @Test
  void aChangeIsTakenInWhereverMetadataWereRenderedBefore() throws Exception {
    FilterDriver driver = filter("node_name node-a");
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
    FilterDriver driver = filter("node_name node-a", "keep_deleted_pods 10m");
    await().until(() -> api.openWatches() == 2);

    api.deletePod("shop", "web-1");

    await().until(() -> driver.context().count("pod_cache_watch_deletes") == 1);
    assertThat(run(driver, TAG, "{}")).contains("\"pod_id\":\"uid-1\"");
  }

  @Test
  void ofTwoPodsOfOneNameTheUidOfTheDirectoryChooses() throws Exception {
    FilterDriver driver = filter("node_name node-a");
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
  void aStaticPodIsFoundByTheHashInItsDirectorysName() throws Exception {
    api.pod(
        "shop",
        "web-1",
        "node-a",
        Objects.pod("shop", "web-1", "uid-1", "node-a", ID)
            .replace("\"note\"", "\"kubernetes.io/config.hash\":\"0123abcd\",\"note\""));
    FilterDriver driver = filter("node_name node-a");

    assertThat(run(driver, POD_TAG.replace("uid-1", "0123abcd"), "{}"))
        .contains("\"pod_id\":\"uid-1\"");
  }

  @Test
  void withoutANodePodsAreAskedForOneByOneAndOnce() throws Exception {
    FilterDriver driver = filter();

    for (int i = 0; i < 5; i++) {
      assertThat(run(driver, TAG, "{}")).contains("\"pod_id\":\"uid-1\"");
    }

    assertThat(requests("/namespaces/shop/pods/web-1")).hasSize(1);
    assertThat(requests("/pods").get(0).query()).containsEntry("limit", "1");
    assertThat(driver.context().count("pod_cache_api_updates")).isEqualTo(1);
  }

  @Test
  void withoutWatchNothingIsFollowed() throws Exception {
    FilterDriver driver = filter("watch false");

    assertThat(run(driver, TAG, "{}"))
        .contains("\"pod_id\":\"uid-1\"", "\"namespace_id\":\"ns-1\"");

    assertThat(api.requests())
        .extracting(FakeKubernetes.Request::path)
        .containsExactlyInAnyOrder("/namespaces/shop/pods/web-1", "/namespaces/shop");
  }

  @Test
  void whatWasFetchedIsFetchedAgainAfterItsTime() throws Exception {
    FilterDriver driver = filter("watch false", "cache_ttl 100");
    run(driver, TAG, "{}");

    driver.context().manualClock().advance(Duration.ofSeconds(101));
    run(driver, TAG, "{}");

    await().until(() -> requests("/namespaces/shop/pods/web-1").size() == 2);
    assertThat(driver.context().gauge("pod_cache_size")).isEqualTo(1);
  }

  @Test
  void aPodThatDoesNotExistIsNotAskedForAgainSoon() throws Exception {
    FilterDriver driver = filter("watch false");
    String tag = TAG.replace("web-1", "gone");

    for (int i = 0; i < 5; i++) {
      assertThat(run(driver, tag, "{}"))
          .contains("\"pod_id\":\"" + ID + "\"", "\"namespace_id\":\"ns-1\"");
    }
    assertThat(requests("/namespaces/shop/pods/gone")).hasSize(1);

    driver.context().manualClock().advance(Duration.ofSeconds(31));
    run(driver, tag, "{}");
    assertThat(requests("/namespaces/shop/pods/gone")).hasSize(2);
  }

  @Test
  void aNamespaceMadeAfterTheEventIsNotTheOneOfItsPod() throws Exception {
    FilterDriver driver = filter("watch false");
    String tag = TAG.replace("web-1", "gone");

    String json = driver.run(event(tag, 1_000_000_000, "{}")).get(0).json();

    assertThat(json).doesNotContain("pod_id").contains("\"namespace_id\":\"ns-1\"");
  }

  @Test
  void anOrphanKeepsItsNamespace() throws Exception {
    FilterDriver driver = filter("watch false");

    assertThat(run(driver, TAG.replace("shop", "lost"), "{}"))
        .contains("\"namespace_name\":\"lost\"", "\"orphaned_namespace\":\"lost\"")
        .doesNotContain("namespace_id");
  }

  @Test
  void anOrphanGetsTheNameThatWasAskedFor() throws Exception {
    FilterDriver driver = filter("watch false", "orphaned_namespace_name .orphaned");

    assertThat(run(driver, TAG.replace("shop", "lost"), "{}"))
        .contains(
            "\"namespace_name\":\".orphaned\"",
            "\"orphaned_namespace\":\"lost\"",
            "\"namespace_id\":\"orphaned\"");
  }

  @Test
  void orphansCanBeLeftAsTheyAre() throws Exception {
    FilterDriver driver = filter("watch false", "allow_orphans false");

    assertThat(run(driver, TAG.replace("shop", "lost"), "{}"))
        .contains("\"namespace_name\":\"lost\"")
        .doesNotContain("orphaned");
  }

  @Test
  void anApiThatFailsLeavesWhatTheTagSays() throws Exception {
    api.failWith(500);
    FilterDriver driver = filter("node_name node-a");

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
  void anApiThatIsNotThereLeavesWhatTheTagSays() throws Exception {
    FilterDriver driver = filter("kubernetes_url http://127.0.0.1:1");

    assertThat(run(driver, POD_TAG, "{}"))
        .isEqualTo(
            "{\"kubernetes\":{\"container_name\":\"nginx\",\"namespace_name\":\"shop\","
                + "\"pod_name\":\"web-1\"}}");
  }

  @Test
  void aWatchThatIsCutOrEndsGoesOnFromWhereItWas() throws Exception {
    FilterDriver driver = filter("node_name node-a", "watch_retry_interval 0");
    await().until(() -> api.openWatches() == 2);
    api.bookmark();
    String bookmark = api.version();
    await()
        .untilAsserted(
            () -> {
              api.cutWatches();
              assertThat(requests("/pods"))
                  .anyMatch(request -> bookmark.equals(request.query().get("resourceVersion")));
            });

    await().until(() -> api.openWatches() == 2);
    api.endWatches();
    await().until(() -> api.openWatches() == 2);
    api.pod("shop", "new", "node-a", Objects.pod("shop", "new", "uid-2", "node-a", OTHER_ID));

    await().until(() -> driver.context().gauge("pod_cache_size") == 2);
    assertThat(requests("/pods").stream().filter(request -> !request.watch())).hasSize(1);
  }

  @Test
  void aVersionThatIsGoneIsAnsweredByANewList() throws Exception {
    FilterDriver driver = filter("node_name node-a", "watch_retry_interval 0");
    await().until(() -> api.openWatches() == 2);

    api.forgetVersions();

    await().until(() -> driver.context().count("pod_watch_gone_notices") > 0);
    await().until(() -> api.openWatches() == 2);
    List<FakeKubernetes.Request> lists =
        requests("/pods").stream().filter(request -> !request.watch()).toList();
    assertThat(lists.get(1).query()).doesNotContainKey("resourceVersion");
    assertThat(run(driver, TAG, "{}")).contains("pod_id");
  }

  @Test
  void aNewListTellsWhichPodsWereDeletedMeanwhile() throws Exception {
    FilterDriver driver =
        filter("node_name node-a", "watch_retry_interval 0", "keep_deleted_pods 0");
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
    FilterDriver driver = filter("node_name node-a", "watch_retry_interval 0");
    await().until(() -> api.openWatches() == 2);
    api.forgetVersions();

    await()
        .until(
            () ->
                requests("/pods").stream()
                    .anyMatch(request -> "1000".equals(request.query().get("continue"))));
    await().until(() -> api.openWatches() == 2);
    assertThat(driver.context().gauge("pod_cache_size")).isEqualTo(1202);
  }

  @Test
  void aTokenThatWasReplacedIsReadAgain() throws Exception {
    Path token = Files.writeString(dir.resolve("token"), "first\n");
    api.token("first");
    FilterDriver driver = filter("watch false", "bearer_token_file " + token);
    run(driver, TAG, "{}");

    api.token("second");
    Files.writeString(token, "second\n");
    api.pod("shop", "new", "node-a", Objects.pod("shop", "new", "uid-2", "node-a", OTHER_ID));

    assertThat(run(driver, TAG.replace("web-1", "new"), "{}")).contains("\"pod_id\":\"uid-2\"");
    assertThat(requests("/namespaces/shop/pods/new"))
        .extracting(request -> request.token().orElse(""))
        .containsExactly("first", "second");
  }

  @Test
  void theTokenOfTheServiceAccountIsShown() throws Exception {
    Files.writeString(dir.resolve("token"), "of-the-account");
    FilterDriver driver =
        FilterDriver.of(
            "kubernetes_metadata",
            "kubernetes_url " + api.url(),
            "secret_dir " + dir,
            "watch false");
    driver.plugin().start();
    started.add(driver);

    run(driver, TAG, "{}");

    assertThat(api.requests())
        .isNotEmpty()
        .allMatch(request -> request.token().equals(java.util.Optional.of("of-the-account")));
  }

  @Test
  void aRecordTellsItsContainerItself() throws Exception {
    FilterDriver driver = filter("node_name node-a");

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
    FilterDriver driver = filter("node_name node-a", "lookup_from_k8s_field false");
    String record =
        "{\"docker\":{\"container_id\":\"x\"},\"kubernetes\":{\"namespace_name\":\"shop\","
            + "\"pod_name\":\"web-1\",\"container_name\":\"nginx\"}}";

    assertThat(run(driver, "from.elsewhere", record)).isEqualTo(record);
  }

  @Test
  void tagsThatNameNoContainerPassAsTheyAre() throws Exception {
    FilterDriver driver = filter("node_name node-a");

    assertThat(run(driver, "kubernetes.var.log.syslog", "{\"a\":1}")).isEqualTo("{\"a\":1}");
  }

  @Test
  void annotationsAreAddedByName() throws Exception {
    FilterDriver driver = filter("node_name node-a", "annotation_match [\"^no\", \"owner$\"]");

    assertThat(run(driver, TAG, "{}"))
        .contains("\"annotations\":{\"note\":\"fragile\"}")
        .contains("\"namespace_annotations\":{\"example.com/owner\":\"ann\"}");
  }

  @Test
  void partsCanBeLeftOut() throws Exception {
    FilterDriver driver =
        filter(
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
    assertThat(requests("/namespaces")).isEmpty();
  }

  @Test
  void ownersAreAddedIfAskedFor() throws Exception {
    FilterDriver driver = filter("node_name node-a", "include_ownerrefs_metadata true");

    assertThat(run(driver, TAG, "{}"))
        .contains("\"ownerrefs\":[{\"kind\":\"ReplicaSet\",\"name\":\"web\"}]");
  }

  @Test
  void dotsInNamesOfLabelsCanBeReplaced() throws Exception {
    FilterDriver driver = filter("node_name node-a", "de_dot true");

    assertThat(run(driver, TAG, "{}")).contains("\"app_kubernetes_io/name\":\"nginx\"");
  }

  @Test
  void anInitContainerHasAnImageToo() throws Exception {
    FilterDriver driver = filter("node_name node-a");

    assertThat(run(driver, TAG.replace("nginx", "setup").replace(ID, OTHER_ID), "{}"))
        .contains("\"container_image\":\"busybox:1\"");
  }

  @Test
  void manyEventsOfAStreamAreAllServed() throws Exception {
    FilterDriver driver = filter("node_name node-a");
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
