package io.millrace.api;

import io.millrace.event.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tag with its dot-separated parts. Interned up to a bound, so that the same text is mostly the
 * same object.
 */
public final class Tag {
  /** Hostile senders can invent tags without end; beyond this many they are not shared. */
  private static final int MAX_INTERNED = 4096;

  /** Nor are longer ones, in characters. */
  private static final int MAX_LENGTH = 256;

  private static final ConcurrentHashMap<String, Tag> INTERNED = new ConcurrentHashMap<>();

  private final String value;
  private final ByteSlice utf8;
  private final List<String> parts;

  private Tag(String value) {
    this.value = value;
    this.utf8 = ByteSlice.utf8(value);
    List<String> split = new ArrayList<>(List.of(value.split("\\.", -1)));
    while (!split.isEmpty() && split.get(split.size() - 1).isEmpty()) {
      split.remove(split.size() - 1); // as Ruby's String#split
    }
    this.parts = List.copyOf(split);
  }

  /** The tag {@code value}; any text is legal, the empty one too. */
  public static Tag of(String value) {
    Tag known = INTERNED.get(value);
    if (known != null) {
      return known;
    }
    Tag tag = new Tag(value);
    if (value.length() <= MAX_LENGTH && INTERNED.size() < MAX_INTERNED) {
      Tag first = INTERNED.putIfAbsent(value, tag);
      return first == null ? tag : first;
    }
    return tag;
  }

  /** The whole tag. */
  public String value() {
    return value;
  }

  /** The whole tag as UTF-8. */
  public ByteSlice utf8() {
    return utf8;
  }

  /** The parts between the dots. */
  public List<String> parts() {
    return parts;
  }

  /** Part {@code index}; a negative one counts from the end; empty if there is none. */
  public Optional<String> part(int index) {
    int at = index < 0 ? parts.size() + index : index;
    return at < 0 || at >= parts.size() ? Optional.empty() : Optional.of(parts.get(at));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tag that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
