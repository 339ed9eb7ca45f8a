package io.millrace.plugins.filter.concat;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventView;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import io.millrace.event.RegexpTimeoutException;
import io.millrace.plugins.held.OrderedEmits;
import io.millrace.plugins.held.Usage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The groups of some of the tags, behind one lock that is taken once for each stream.
 *
 * <p>Invariant: a group in the map is not empty; the map's order is that of the last event, so that
 * the group idle for longest is the first. What leaves the map early, because it waited too long or
 * there is no room, is put in order while the lock is held and emitted when it is not ({@link
 * OrderedEmits}): a stream of a tag of which something is on its way so waits for that. One that
 * came out of what is on its way cannot wait, and goes on behind it in the same manner.
 */
final class Groups {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<GroupKey, Group> open = new LinkedHashMap<>(16, 0.75f, true); // guarded by lock
  private final RecordPath key;
  private final Optional<RecordPath> stream;
  private final Joining joining;
  private final Usage usage;
  private final EarlyGroups early;
  private final OrderedEmits emits = new OrderedEmits(lock);
  private final ConcatPass pass; // guarded by lock
  private boolean draining; // guarded by lock

  /**
   * No groups yet.
   *
   * @param early hands on groups that leave before they are complete
   */
  Groups(Joining joining, Optional<RecordPath> stream, Usage usage, EarlyGroups early) {
    this.key = joining.key();
    this.stream = stream;
    this.joining = joining;
    this.usage = usage;
    this.early = early;
    this.pass = new ConcatPass(joining);
  }

  /** What goes on of {@code events}; the same object if every event passes as it is. */
  PackedEvents take(Tag tag, PackedEvents events, long nowMillis) {
    PackedEvents done;
    List<ConcatPass.Failure> failures;
    boolean wait;
    lock.lock();
    try {
      int before = emits.queued();
      done = pass(tag, events, nowMillis);
      failures = pass.failures();
      wait = emits.queued() > before || mustWait(tag);
    } finally {
      lock.unlock();
    }
    failures.forEach(failure -> failure.emit(joining.errors()));
    return wait && !emits.flush() ? behind(tag, done) : done;
  }

  private PackedEvents pass(Tag tag, PackedEvents events, long nowMillis) {
    EventCursor cursor = pass.begin(tag, events);
    while (cursor.next()) {
      take(tag, cursor, nowMillis, pass);
    }
    if (draining) {
      removeWhile(group -> true).forEach(pass::append);
    }
    return pass.end();
  }

  /** Whether something is on its way that events of {@code tag} must not overtake. */
  private boolean mustWait(Tag tag) {
    return !early.labelled() && emits.holds(tag);
  }

  /** What goes on if nothing can be waited for: nothing, if {@code done} must go on later. */
  private PackedEvents behind(Tag tag, PackedEvents done) {
    lock.lock();
    try {
      if (done.isEmpty() || !mustWait(tag)) {
        return done;
      }
      emits.add(tag, () -> early.emit(tag, done));
      return PackedEvents.EMPTY;
    } finally {
      lock.unlock();
    }
  }

  private void take(Tag tag, EventView event, long nowMillis, ConcatPass out) {
    if (!event.has(key) || !joining.mode().takes(event)) {
      out.pass(event);
      return;
    }
    ByteSlice streamId = stream.isPresent() ? event.bytes(stream.get()) : ByteSlice.EMPTY;
    GroupKey groupKey = new GroupKey(tag, streamId, joining.mode().groupId(event));
    Group known = open.get(groupKey);
    Group group = known == null ? new Group(tag) : known;
    long before = group.size();
    try {
      joining.mode().take(event, event.bytes(key), group, out);
    } catch (RegexpTimeoutException e) {
      out.fail(event, e);
    }
    group.touch(nowMillis);
    keep(groupKey, group, known != null, before);
    if (usage.isOver() && !open.isEmpty()) {
      makeRoom();
    }
  }

  /** Brings map and usage in line with a group that has changed. */
  private void keep(GroupKey groupKey, Group group, boolean known, long before) {
    if (group.isEmpty()) {
      if (known) {
        open.remove(groupKey);
        usage.add(-1, -before);
      }
    } else if (known) {
      usage.add(0, group.size() - before);
    } else {
      open.put(groupKey.owned(), group);
      usage.add(1, group.size());
    }
  }

  private void makeRoom() {
    Iterator<Group> oldest = open.values().iterator();
    Group group = oldest.next();
    oldest.remove();
    usage.add(-1, -group.size());
    handOn(group);
  }

  private void handOn(Group group) {
    PackedEvents event = early.event(group);
    emits.add(group.tag(), () -> early.emit(group.tag(), event));
  }

  /** Whether a group has waited since before {@code millis}; false if that is not known now. */
  boolean hasIdleSince(long millis) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      return !open.isEmpty() && open.values().iterator().next().touchedMillis() <= millis;
    } finally {
      lock.unlock();
    }
  }

  /** Hands on the groups to which nothing came since {@code millis}. */
  void flushIdleSince(long millis) {
    lock.lock();
    try {
      removeWhile(group -> group.touchedMillis() <= millis).forEach(this::handOn);
    } finally {
      lock.unlock();
    }
    emits.flush();
  }

  /** Hands on all groups, and from now on every group as soon as its stream was looked at. */
  void drain() {
    lock.lock();
    try {
      draining = true;
      removeWhile(group -> true).forEach(this::handOn);
    } finally {
      lock.unlock();
    }
    emits.flush();
  }

  private List<Group> removeWhile(Predicate<Group> due) {
    return usage.release(open.values(), due, Group::size);
  }
}
