package io.millrace.plugins.filter.throttle;

import io.millrace.event.ByteSlice;
import io.millrace.event.PackReader;
import io.millrace.event.RubyInspect;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;

/** Some of the groups, in the order in which they were last seen. */
final class Buckets {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ByteSlice, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true); // guarded by lock
  private final Limits limits;
  private final int max;
  private final Logger log;

  Buckets(Limits limits, int max, Logger log) {
    this.limits = limits;
    this.max = max;
    this.log = log;
  }

  /** Whether an event of {@code group} passes that comes now. */
  boolean takes(ByteSlice group, long nowMillis) {
    lock.lock();
    try {
      Bucket bucket = bucket(group, nowMillis);
      Bucket.Answer answer = bucket.take(nowMillis);
      forget(nowMillis);
      if (answer == Bucket.Answer.PASS_AGAIN) {
        log.info(describe("rate back down"), arguments(group, bucket, nowMillis));
      } else if (answer == Bucket.Answer.TOO_MUCH && bucket.warns(nowMillis)) {
        log.warn(describe("rate exceeded"), arguments(group, bucket, nowMillis));
      }
      return answer != Bucket.Answer.TOO_MUCH;
    } finally {
      lock.unlock();
    }
  }

  private Bucket bucket(ByteSlice group, long nowMillis) {
    Bucket known = buckets.get(group);
    if (known != null) {
      return known;
    }
    Bucket made = new Bucket(limits, nowMillis);
    buckets.put(ByteSlice.of(group.toBytes()), made);
    return made;
  }

  /** Forgets the group seen longest ago, if there are too many or it was long ago. */
  private void forget(long nowMillis) {
    Iterator<Bucket> oldest = buckets.values().iterator();
    if (buckets.size() > max || oldest.next().isForgotten(nowMillis)) {
      buckets.keySet().remove(buckets.keySet().iterator().next());
    }
  }

  private static String describe(String what) {
    return what + " group_key={} rate_s={} period_s={} limit={} rate_limit_s={} reset_rate_s={}";
  }

  private Object[] arguments(ByteSlice group, Bucket bucket, long nowMillis) {
    return new Object[] {
      RubyInspect.of(PackReader.read(group)),
      bucket.rate(nowMillis),
      limits.period(),
      limits.events(),
      limits.rate(),
      limits.resetRate()
    };
  }
}
