package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.RetryableException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Finds a key that is free and stores a chunk's object there.
 *
 * <p>Fluentd's rule, {@code check_object}: keys are tried with {@code %{index}} 0, 1, 2, ... until
 * there is no object of that name. That rule alone costs a request for each object that is there,
 * and loses objects when two uploads find the same key free. So, beyond it:
 *
 * <ul>
 *   <li>the search begins behind the last index that is known to be taken. An object that was
 *       deleted does not get its index back before a restart;
 *   <li>threads that count in the same series take turns; other series go on meanwhile;
 *   <li>the upload itself asks for the key to be free, so that of two agents only one gets it, and
 *       the other goes on searching;
 *   <li>a key that an earlier try of the same chunk ended at without an answer is looked at first:
 *       if the object is there with the same bytes, that try had succeeded, and the chunk is not
 *       stored twice.
 * </ul>
 *
 * <p>Safe for use by several threads. Memory is bounded: what is forgotten costs requests only.
 */
final class KeySearch {
  private static final int LOCKS = 32;
  private static final int REMEMBERED = 1024;

  private final ObjectKey keys;
  private final KeySettings settings;
  private final String contentType;
  private final Logger log;
  private final Lock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);
  private final Map<String, Long> nextIndexes = remembering(); // guarded by itself
  private final Map<ChunkId, Attempt> attempts = remembering(); // guarded by itself

  /** A try whose end is not known. */
  private record Attempt(String key, long index) {}

  KeySearch(ObjectKey keys, KeySettings settings, String contentType, Logger log) {
    this.keys = keys;
    this.settings = settings;
    this.contentType = contentType;
    this.log = log;
  }

  /**
   * Stores {@code body} as the object of {@code chunk}.
   *
   * @return its key
   * @throws StoreFailure if a request fails
   * @throws RetryableException if there is no key that is free
   */
  String store(Chunk chunk, ObjectBody body, ObjectStore store) throws IOException {
    ObjectKey.Names names = keys.of(chunk);
    if (!settings.checkObject()) {
      return storeUnchecked(names, body, store);
    }
    String series = names.series();
    Lock lock = locks[Math.floorMod(series.hashCode(), LOCKS)];
    lock.lock();
    try {
      String key = search(chunk, names, series, body, store);
      forget(chunk);
      return key;
    } finally {
      lock.unlock();
    }
  }

  private String storeUnchecked(ObjectKey.Names names, ObjectBody body, ObjectStore store)
      throws IOException {
    String key = names.at(0);
    Upload upload = new Upload(body, contentType, names.metadata(0));
    if (!keys.byTimeOfDay() || settings.overwrite()) {
      store.put(key, upload);
    } else if (!store.putIfAbsent(key, upload)) {
      throw taken(key, "another chunk was stored in the same second; it is tried again");
    }
    return key;
  }

  private String search(
      Chunk chunk, ObjectKey.Names names, String series, ObjectBody body, ObjectStore store)
      throws IOException {
    Optional<Attempt> unknown = attempt(chunk);
    if (unknown.isPresent() && store.holds(unknown.get().key(), body)) {
      learn(series, unknown.get().index() + 1);
      return unknown.get().key();
    }
    String previous = "";
    for (long index = firstIndex(series); ; index++) {
      String key = names.at(index);
      if (key.equals(previous)) {
        return storeAtTaken(key, new Upload(body, contentType, names.metadata(index)), store);
      }
      if (!store.exists(key)) {
        remember(chunk, new Attempt(key, index));
        if (store.putIfAbsent(key, new Upload(body, contentType, names.metadata(index)))) {
          learn(series, index + 1);
          return key;
        }
      }
      learn(series, index + 1);
      previous = key;
    }
  }

  private String storeAtTaken(String key, Upload upload, ObjectStore store) {
    if (!settings.overwrite()) {
      throw taken(
          key,
          "the key has no %{index}, so there is no other one. Add %{index}, %{uuid_flush} or"
              + " ${chunk_id} to s3_object_key_format, or set overwrite true");
    }
    log.warn("object {} exists and is overwritten", key);
    store.put(key, upload);
    return key;
  }

  /** Concerns this chunk alone: the bucket is in order. */
  private static RetryableException taken(String key, String advice) {
    return new RetryableException("an object " + key + " exists: " + advice);
  }

  private long firstIndex(String series) {
    synchronized (nextIndexes) {
      return nextIndexes.getOrDefault(series, 0L);
    }
  }

  private void learn(String series, long next) {
    if (keys.counts() && !keys.alwaysNew()) {
      synchronized (nextIndexes) {
        nextIndexes.merge(series, next, Math::max);
      }
    }
  }

  private Optional<Attempt> attempt(Chunk chunk) {
    synchronized (attempts) {
      return Optional.ofNullable(attempts.get(chunk.id()));
    }
  }

  private void remember(Chunk chunk, Attempt attempt) {
    synchronized (attempts) {
      attempts.put(chunk.id(), attempt);
    }
  }

  private void forget(Chunk chunk) {
    synchronized (attempts) {
      attempts.remove(chunk.id());
    }
  }

  private static <K, V> Map<K, V> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
