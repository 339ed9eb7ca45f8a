package io.millrace.plugins.kubernetes;

import static io.millrace.plugins.kubernetes.TestCluster.ID;
import static io.millrace.plugins.kubernetes.TestCluster.OTHER_ID;
import static io.millrace.plugins.kubernetes.TestCluster.POD_TAG;
import static io.millrace.plugins.kubernetes.TestCluster.TAG;
import static io.millrace.plugins.kubernetes.TestCluster.run;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.FakeKubernetes;
import io.millrace.testkit.FilterDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the filter asks the API for one by one, as whom, and what it makes of no answer. */
class KubernetesLookupTest {
  @TempDir Path dir;
  @RegisterExtension final TestCluster cluster = new TestCluster();
  private final FakeKubernetes api = cluster.api();

  @Test
  void withoutANodePodsAreAskedForOneByOneAndOnce() throws Exception {
    FilterDriver driver = cluster.filter();

    for (int i = 0; i < 5; i++) {
      assertThat(run(driver, TAG, "{}")).contains("\"pod_id\":\"uid-1\"");
    }

    assertThat(cluster.requests("/namespaces/shop/pods/web-1")).hasSize(1);
    assertThat(cluster.requests("/pods").get(0).query()).containsEntry("limit", "1");
    assertThat(driver.context().count("pod_cache_api_updates")).isEqualTo(1);
  }

  @Test
  void withoutWatchNothingIsFollowed() throws Exception {
    FilterDriver driver = cluster.filter("watch false");

    assertThat(run(driver, TAG, "{}"))
        .contains("\"pod_id\":\"uid-1\"", "\"namespace_id\":\"ns-1\"");

    assertThat(api.requests())
        .extracting(FakeKubernetes.Request::path)
        .containsExactlyInAnyOrder("/namespaces/shop/pods/web-1", "/namespaces/shop");
  }

  @Test
  void whatWasFetchedIsFetchedAgainAfterItsTime() throws Exception {
    FilterDriver driver = cluster.filter("watch false", "cache_ttl 100");
    run(driver, TAG, "{}");

    driver.context().manualClock().advance(Duration.ofSeconds(101));
    run(driver, TAG, "{}");

    await().until(() -> cluster.requests("/namespaces/shop/pods/web-1").size() == 2);
    assertThat(driver.context().gauge("pod_cache_size")).isEqualTo(1);
  }

  @Test
  void aPodThatDoesNotExistIsNotAskedForAgainSoon() throws Exception {
    FilterDriver driver = cluster.filter("watch false");
    String tag = TAG.replace("web-1", "gone");

    for (int i = 0; i < 5; i++) {
      assertThat(run(driver, tag, "{}"))
          .contains("\"pod_id\":\"" + ID + "\"", "\"namespace_id\":\"ns-1\"");
    }
    assertThat(cluster.requests("/namespaces/shop/pods/gone")).hasSize(1);

    driver.context().manualClock().advance(Duration.ofSeconds(31));
    run(driver, tag, "{}");
    assertThat(cluster.requests("/namespaces/shop/pods/gone")).hasSize(2);
  }

  @Test
  void aNamespaceMadeAfterTheEventIsNotTheOneOfItsPod() throws Exception {
    FilterDriver driver = cluster.filter("watch false");
    String tag = TAG.replace("web-1", "gone");

    String json = driver.run(event(tag, 1_000_000_000, "{}")).get(0).json();

    assertThat(json).doesNotContain("pod_id").contains("\"namespace_id\":\"ns-1\"");
  }

  @Test
  void anOrphanKeepsItsNamespace() throws Exception {
    FilterDriver driver = cluster.filter("watch false");

    assertThat(run(driver, TAG.replace("shop", "lost"), "{}"))
        .contains("\"namespace_name\":\"lost\"", "\"orphaned_namespace\":\"lost\"")
        .doesNotContain("namespace_id");
  }

  @Test
  void anOrphanGetsTheNameThatWasAskedFor() throws Exception {
    FilterDriver driver = cluster.filter("watch false", "orphaned_namespace_name .orphaned");

    assertThat(run(driver, TAG.replace("shop", "lost"), "{}"))
        .contains(
            "\"namespace_name\":\".orphaned\"",
            "\"orphaned_namespace\":\"lost\"",
            "\"namespace_id\":\"orphaned\"");
  }

  @Test
  void orphansCanBeLeftAsTheyAre() throws Exception {
    FilterDriver driver = cluster.filter("watch false", "allow_orphans false");

    assertThat(run(driver, TAG.replace("shop", "lost"), "{}"))
        .contains("\"namespace_name\":\"lost\"")
        .doesNotContain("orphaned");
  }

  @Test
  void anApiThatIsNotThereLeavesWhatTheTagSays() throws Exception {
    FilterDriver driver = cluster.filter("kubernetes_url http://127.0.0.1:1");

    assertThat(run(driver, POD_TAG, "{}"))
        .isEqualTo(
            "{\"kubernetes\":{\"container_name\":\"nginx\",\"namespace_name\":\"shop\","
                + "\"pod_name\":\"web-1\"}}");
  }

  @Test
  void aTokenThatWasReplacedIsReadAgain() throws Exception {
    Path token = Files.writeString(dir.resolve("token"), "first\n");
    api.token("first");
    FilterDriver driver = cluster.filter("watch false", "bearer_token_file " + token);
    run(driver, TAG, "{}");

    api.token("second");
    Files.writeString(token, "second\n");
    api.pod("shop", "new", "node-a", Objects.pod("shop", "new", "uid-2", "node-a", OTHER_ID));

    assertThat(run(driver, TAG.replace("web-1", "new"), "{}")).contains("\"pod_id\":\"uid-2\"");
    assertThat(cluster.requests("/namespaces/shop/pods/new"))
        .extracting(request -> request.token().orElse(""))
        .containsExactly("first", "second");
  }

  @Test
  void theTokenOfTheServiceAccountIsShown() throws Exception {
    Files.writeString(dir.resolve("token"), "of-the-account");
    FilterDriver driver =
        cluster.started(
            FilterDriver.of(
                "kubernetes_metadata",
                "kubernetes_url " + api.url(),
                "secret_dir " + dir,
                "watch false"));

    run(driver, TAG, "{}");

    assertThat(api.requests())
        .isNotEmpty()
        .allMatch(request -> request.token().equals(Optional.of("of-the-account")));
  }
}
