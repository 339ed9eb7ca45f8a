package io.millrace.event;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as an ordered map from key to value: the escape hatch for a plugin that must see
 * everything. Decoded once, packed once; the values are those of {@link PackReader}.
 */
public final class MutableRecord {
  private final Map<@Nullable Object, @Nullable Object> fields;

  private MutableRecord(Map<@Nullable Object, @Nullable Object> fields) {
    this.fields = fields;
  }

  /** A record with no fields. */
  public static MutableRecord empty() {
    return new MutableRecord(new LinkedHashMap<>());
  }

  /** The map at {@code map}, decoded. */
  @SuppressWarnings("unchecked") // a map is read as a LinkedHashMap of objects
  public static MutableRecord of(byte[] a, int map) {
    Object value = PackReader.read(a, map);
    if (!(value instanceof Map)) {
      throw new MalformedPackException("a record must be a map");
    }
    return new MutableRecord((Map<@Nullable Object, @Nullable Object>) value);
  }

  /** The fields, live. */
  public Map<@Nullable Object, @Nullable Object> fields() {
    return fields;
  }

  /** Packs the record behind what {@code out} holds. */
  public void pack(PackWriter out) {
    out.value(fields);
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
