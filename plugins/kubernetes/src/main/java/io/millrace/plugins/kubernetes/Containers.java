package io.millrace.plugins.kubernetes;

import io.millrace.api.Tag;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of the containers whose events pass, rendered once and again only when something has
 * changed. Safe for use by several threads; a call without news takes no lock.
 */
final class Containers {
  /** Senders can invent tags without end; of those beyond this many nothing is kept. */
  private static final int MAX_KEPT = 10_000;

  /** A container and its metadata. */
  private static final class Slot {
    private final Optional<ContainerName> container;
    private volatile @Nullable Metadata metadata;
    private volatile boolean used = true;

    Slot(Optional<ContainerName> container) {
      this.container = container;
    }
  }

  private final TagNames names;
  private final Optional<Cluster> cluster;
  private final MetadataRenderer renderer;
  private final InstantSource clock;
  private final Map<Object, Slot> slots = new ConcurrentHashMap<>(); // by tag or container

  Containers(
      TagNames names, Optional<Cluster> cluster, MetadataRenderer renderer, InstantSource clock) {
    this.names = names;
    this.cluster = cluster;
    this.renderer = renderer;
    this.clock = clock;
  }

  /**
   * Metadata of the container that {@code tag} names; empty if it names none.
   *
   * @param seconds time of the event
   */
  Optional<Metadata> of(Tag tag, long seconds) {
    Slot slot = slots.get(tag);
    return metadata(slot == null ? keep(tag, names.of(tag)) : slot, seconds);
  }

  /** Whether {@code tag} names a container. */
  boolean names(Tag tag) {
    Slot slot = slots.get(tag);
    return (slot == null ? keep(tag, names.of(tag)) : slot).container.isPresent();
  }

  /** Metadata of {@code container}. */
  Optional<Metadata> of(ContainerName container, long seconds) {
    Slot slot = slots.get(container);
    return metadata(slot == null ? keep(container, Optional.of(container)) : slot, seconds);
  }

  private Slot keep(Object key, Optional<ContainerName> container) {
    Slot slot = new Slot(container);
    if (slots.size() >= MAX_KEPT) {
      return slot;
    }
    Slot first = slots.putIfAbsent(key, slot);
    return first == null ? slot : first;
  }

  private Optional<Metadata> metadata(Slot slot, long seconds) {
    if (!slot.used) {
      slot.used = true;
    }
    if (slot.container.isEmpty()) {
      return Optional.empty();
    }
    Metadata now = slot.metadata;
    if (now == null || outdated(now)) {
      now = render(slot.container.get(), seconds);
      slot.metadata = now;
    }
    return Optional.of(now);
  }

  private boolean outdated(Metadata metadata) {
    return cluster.isPresent()
        && (metadata.version() != cluster.get().version()
            || !clock.instant().isBefore(metadata.until()));
  }

  private Metadata render(ContainerName container, long seconds) {
    if (cluster.isEmpty()) {
      return renderer.ofNames(container);
    }
    long version = cluster.get().version(); // before the answer: what changes meanwhile is news
    return renderer.of(container, cluster.get().find(container), version, seconds);
  }

  /** Forgets the containers without an event since the last call. Does not wait. */
  void purge() {
    slots.values().removeIf(slot -> !slot.used);
    slots.values().forEach(slot -> slot.used = false);
  }
}
