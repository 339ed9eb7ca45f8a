package io.millrace.plugins.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.ManualClock;
import io.millrace.testkit.TestConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is known of pods, and for how long. */
class ObjectStoreTest {
  private final ManualClock clock = new ManualClock();
  private final ObjectStore store = store("cache_ttl 100", "keep_deleted_pods 60s");

  private ObjectStore store(String... lines) {
    CacheConfig config = TestConfig.bind(CacheConfig.class, lines);
    return new ObjectStore(config, clock, LoggerFactory.getLogger("test"));
  }

  private static KubeObject pod(String name, String uid, String container) throws IOException {
    String json = Objects.pod("shop", name, uid, "node-a", container).replace("VERSION", "1");
    return new ObjectReader(true, annotation -> false)
        .object(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    store.purge();
  }

  @Test
  void aPodIsFoundByNameUidAndContainer() throws IOException {
    KubeObject pod = pod("web", "u1", "c1");

    store.watched(pod);

    assertThat(store.byKey("shop/web")).hasValue(pod);
    assertThat(store.byAlias("u1")).hasValue(pod);
    assertThat(store.byAlias("c1")).hasValue(pod);
    assertThat(store.byAlias("c2")).isEmpty();
  }

  @Test
  void aWatchedPodStaysUntilItIsDeletedAndAWhileLonger() throws IOException {
    store.watched(pod("web", "u1", "c1"));
    pass(100_000);
    assertThat(store.size()).isEqualTo(1);

    store.deleted("u1");
    pass(59);
    assertThat(store.byAlias("c1")).isPresent();
    pass(1);
    assertThat(store.byAlias("c1")).isEmpty();
    assertThat(store.byKey("shop/web")).isEmpty();
    assertThat(store.size()).isZero();
  }

  @Test
  void aFetchedPodBecomesStaleAndIsForgottenLater() throws IOException {
    KubeObject pod = pod("web", "u1", "c1");
    store.fetched(pod);
    assertThat(store.stale(pod)).isFalse();

    pass(101);
    assertThat(store.stale(pod)).isTrue();
    assertThat(store.byKey("shop/web")).as("serves until there is news").isPresent();

    pass(60);
    assertThat(store.size()).isZero();
  }

  @Test
  void withoutATimeToLiveWhatWasFetchedStays() throws IOException {
    ObjectStore forever = store("cache_ttl -1");
    KubeObject pod = pod("web", "u1", "c1");
    forever.fetched(pod);

    clock.advance(Duration.ofDays(100));
    forever.purge();

    assertThat(forever.stale(pod)).isFalse();
    assertThat(forever.size()).isEqualTo(1);
  }

  @Test
  void ofFetchedPodsTheOldestGoesWhenThereAreTooMany() throws IOException {
    ObjectStore small = store("cache_size 2");

    small.watched(pod("watched", "w", "cw"));
    for (int i = 0; i < 5; i++) {
      small.fetched(pod("web-" + i, "u" + i, "c" + i));
    }

    assertThat(small.size()).isEqualTo(3);
    assertThat(small.byAlias("c2")).isEmpty();
    assertThat(small.byAlias("c3")).isPresent();
    assertThat(small.byAlias("cw")).isPresent();
  }

  @Test
  void theContainerOfLongAgoIsForgottenWhenAPodRestartsOften() throws IOException {
    for (int i = 0; i < 100; i++) {
      store.watched(pod("web", "u1", "c" + i));
    }

    assertThat(store.byAlias("c99")).isPresent();
    assertThat(store.byAlias("c98")).isEmpty();
  }

  @Test
  void whatANewListDoesNotHaveWasDeleted() throws IOException {
    store.watched(pod("web", "u1", "c1"));
    store.watched(pod("api", "u2", "c2"));

    store.retain(Set.of("u2"));
    pass(61);

    assertThat(store.byAlias("u1")).isEmpty();
    assertThat(store.byAlias("u2")).isPresent();
  }

  @Test
  void onlyNewsChangesTheVersion() throws IOException {
    store.watched(pod("web", "u1", "c1"));
    long version = store.version();

    store.watched(pod("web", "u1", "c1"));
    assertThat(store.version()).isEqualTo(version);

    store.watched(pod("web", "u1", "c2"));
    assertThat(store.version()).isNotEqualTo(version);
  }

  @Test
  void aChangeOfAPodThatNobodyAskedForIsNotKept() throws IOException {
    assertThat(store.changed(pod("web", "u1", "c1"))).isFalse();
    assertThat(store.size()).isZero();
  }
}
