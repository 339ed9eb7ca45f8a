package io.millrace.plugins.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * The pods, or the namespaces, that are known. Safe for use by several threads; reading takes no
 * lock.
 *
 * <p>An object that is <em>watched</em> stays until the cluster deletes it, and then for a while
 * longer: its last events are still on their way. One that was <em>fetched</em>, asked for by
 * itself, is stale after a time and should be fetched again; there is a bound on how many of these
 * are kept.
 */
final class ObjectStore {
  /** Above this many objects nothing is taken in: no node and no sensible cluster has them. */
  private static final int MAX_OBJECTS = 100_000;

  /**
   * One object.
   *
   * @param stale when it should be fetched again
   * @param end when it is forgotten
   */
  private record Entry(KubeObject object, boolean watched, Instant stale, Instant end) {}

  private final Duration keepDeleted;
  private final Optional<Duration> timeToLive;
  private final int maxFetched;
  private final InstantSource clock;
  private final Logger log;
  private final Map<String, Entry> byUid = new ConcurrentHashMap<>();
  private final Map<String, Entry> byKey = new ConcurrentHashMap<>();
  private final Map<String, Entry> byAlias = new ConcurrentHashMap<>();
  private final Deque<String> fetched = new ArrayDeque<>(); // uids, oldest first; guarded by this
  private final AtomicLong version = new AtomicLong();
  private boolean full; // guarded by this

  ObjectStore(CacheConfig config, InstantSource clock, Logger log) {
    this.keepDeleted = config.keepDeletedPods();
    this.timeToLive =
        config.cacheTtl() < 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(config.cacheTtl()));
    this.maxFetched = config.cacheSize();
    this.clock = clock;
    this.log = log;
  }

  /** Changes whenever a lookup may answer something else than before. */
  long version() {
    return version.get();
  }

  /** Number of objects. */
  int size() {
    return byUid.size();
  }

  /** The object of that {@link KubeObject#key}. */
  Optional<KubeObject> byKey(String key) {
    return Optional.ofNullable(byKey.get(key)).map(Entry::object);
  }

  /** The object of that uid, or the pod with that container or configuration hash. */
  Optional<KubeObject> byAlias(String alias) {
    return Optional.ofNullable(byAlias.get(alias)).map(Entry::object);
  }

  /** Whether {@code object} should be fetched again. */
  boolean stale(KubeObject object) {
    Entry entry = byUid.get(object.uid());
    return entry != null && entry.stale().isBefore(clock.instant());
  }

  /** Takes in an object that the cluster tells us about until it deletes it. */
  void watched(KubeObject object) {
    put(new Entry(object, true, Instant.MAX, Instant.MAX));
  }

  /** Takes in a change of an object, if it is known; answers whether it is. */
  boolean changed(KubeObject object) {
    Entry known = byUid.get(object.uid());
    if (known == null) {
      return false;
    }
    put(new Entry(object, known.watched(), known.stale(), known.end()));
    return true;
  }

  /** Takes in an object that was asked for. */
  synchronized void fetched(KubeObject object) {
    Entry known = byUid.get(object.uid());
    if (known != null && known.watched()) {
      return; // the watch knows at least as much
    }
    Instant stale = timeToLive.map(time -> clock.instant().plus(time)).orElse(Instant.MAX);
    Instant end = stale.equals(Instant.MAX) ? stale : stale.plus(keepDeleted);
    if (known == null) {
      fetched.add(object.uid());
    }
    put(new Entry(object, false, stale, end));
    while (fetched.size() > maxFetched) {
      forgetFetched(fetched.remove());
    }
  }

  private void forgetFetched(String uid) {
    Entry oldest = byUid.get(uid);
    if (oldest != null && !oldest.watched()) {
      remove(oldest);
    }
  }

  private synchronized void put(Entry entry) {
    KubeObject object = entry.object();
    if (object.uid().isEmpty()) {
      return;
    }
    Entry before = byUid.get(object.uid());
    if (before == null && byUid.size() >= MAX_OBJECTS) {
      if (!full) {
        full = true;
        log.warn(
            "metadata of more than {} objects are not kept, events of the others get none",
            MAX_OBJECTS);
      }
      return;
    }
    byUid.put(object.uid(), entry);
    byKey.merge(object.key(), entry, ObjectStore::newer);
    if (before != null) {
      byAlias.keySet().removeAll(aliases(before.object())); // a container id of long ago must go
    }
    aliases(object).forEach(alias -> byAlias.put(alias, entry));
    if (before == null || !before.object().equals(object)) {
      version.incrementAndGet();
    }
  }

  /** Of two objects of one name, such as a pod of a StatefulSet, the one that was made later. */
  private static Entry newer(Entry one, Entry other) {
    Instant first = one.object().created().orElse(Instant.MIN);
    return other.object().created().orElse(Instant.MAX).isBefore(first) ? one : other;
  }

  private static List<String> aliases(KubeObject object) {
    List<String> all = new ArrayList<>();
    all.add(object.uid());
    if (!object.configHash().isEmpty()) {
      all.add(object.configHash());
    }
    object.containers().values().forEach(container -> all.addAll(container.ids()));
    return all;
  }

  /** The cluster has deleted that object: it is forgotten after a while. */
  synchronized void deleted(String uid) {
    Entry entry = byUid.get(uid);
    if (entry != null && entry.end().equals(Instant.MAX)) {
      Instant end = clock.instant().plus(keepDeleted);
      put(new Entry(entry.object(), entry.watched(), Instant.MAX, end));
    }
  }

  /** A new list of all that is watched has these uids: the others were deleted meanwhile. */
  void retain(Set<String> uids) {
    byUid.forEach(
        (uid, entry) -> {
          if (entry.watched() && !uids.contains(uid)) {
            deleted(uid);
          }
        });
  }

  /** Forgets what has passed its end. Does not wait. */
  synchronized void purge() {
    Instant now = clock.instant();
    for (Entry entry : byUid.values()) {
      if (!now.isBefore(entry.end())) {
        remove(entry);
        fetched.remove(entry.object().uid());
      }
    }
    full = byUid.size() >= MAX_OBJECTS;
  }

  private void remove(Entry entry) {
    KubeObject object = entry.object();
    byUid.remove(object.uid());
    byKey.computeIfPresent(object.key(), (key, known) -> sameObject(known, entry) ? null : known);
    aliases(object)
        .forEach(
            alias ->
                byAlias.computeIfPresent(
                    alias, (key, known) -> sameObject(known, entry) ? null : known));
    version.incrementAndGet();
  }

  private static boolean sameObject(Entry one, Entry other) {
    return one.object().uid().equals(other.object().uid());
  }
}
