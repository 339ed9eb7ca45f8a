package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the {@code .meta} file beside a chunk file says. Fluentd's format: the bytes C1 00, the
 * length as 32 bits, a MessagePack map; versions up to 1.8 wrote the map alone. The file is
 * rewritten in place and not cut, so bytes may follow the map.
 *
 * <p>We add one key, {@code b}: how many bytes are committed. Fluentd ignores and drops it.
 *
 * @param key what the events have in common
 * @param records number of events
 * @param bytes committed bytes; empty if Fluentd wrote the file
 * @param createdAt when the chunk was begun, whole seconds
 * @param modifiedAt when it was last appended to, whole seconds
 */
record ChunkMeta(
    ChunkKey key, int records, OptionalLong bytes, Instant createdAt, Instant modifiedAt) {
  private static final int HEADER = 6;

  /** The bytes of the file. */
  static void write(
      ChunkId id,
      ChunkKey key,
      int records,
      long bytes,
      Instant created,
      Instant modified,
      ByteArraySink out) {
    out.clear();
    out.write(0xc1);
    out.write(0x00);
    out.write(new byte[4], 0, 4);
    PackWriter pack = new PackWriter(out);
    pack.mapHeader(9);
    pack.text("timekey");
    pack.value(key.timekey().isPresent() ? key.timekey().getAsLong() : null);
    pack.text("tag");
    pack.value(key.tag().map(Tag::value).orElse(null));
    pack.text("variables");
    pack.value(key.variables().isEmpty() ? null : key.variables());
    pack.text("seq");
    pack.integer(key.seq());
    pack.text("id");
    pack.value(id.bytes());
    pack.text("s");
    pack.integer(records);
    pack.text("c");
    pack.integer(created.getEpochSecond());
    pack.text("m");
    pack.integer(modified.getEpochSecond());
    pack.text("b");
    pack.integer(bytes);
    ByteBuffer.wrap(out.array()).putInt(2, out.size() - HEADER);
  }

  /**
   * Reads the bytes of a file.
   *
   * @throws IllegalArgumentException saying what is wrong with them
   */
  static ChunkMeta read(byte[] file) {
    Map<?, ?> map = map(file);
    if (!map.containsKey("id")) {
      throw new IllegalArgumentException("metadata file is unexpected: no id");
    }
    long created = integer(map, "c");
    long modified = integer(map, "m");
    if (created <= 0 || modified <= 0) {
      throw new IllegalArgumentException("metadata file is unexpected: no times");
    }
    return new ChunkMeta(
        key(map),
        (int) Math.max(0, Math.min(Integer.MAX_VALUE, integer(map, "s"))),
        map.get("b") instanceof Long bytes ? OptionalLong.of(bytes) : OptionalLong.empty(),
        Instant.ofEpochSecond(created),
        Instant.ofEpochSecond(modified));
  }

  private static Map<?, ?> map(byte[] file) {
    int from = 0;
    int length = file.length;
    if (file.length >= HEADER && (file[0] & 0xff) == 0xc1 && file[1] == 0) {
      from = HEADER;
      length = ByteBuffer.wrap(file).getInt(2);
    }
    if (length < 1 || length > file.length - from) {
      throw new IllegalArgumentException("metadata file is empty or cut short");
    }
    try {
      if (PackReader.read(ByteSlice.of(file, from, length)) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (MalformedPackException e) {
      throw new IllegalArgumentException("metadata file is damaged: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("metadata file is unexpected: no map");
  }

  private static long integer(Map<?, ?> map, String name) {
    return map.get(name) instanceof Long value ? value : 0;
  }

  private static ChunkKey key(Map<?, ?> map) {
    Map<String, String> variables = new HashMap<>();
    if (map.get("variables") instanceof Map<?, ?> stored) {
      stored.forEach(
          (name, value) ->
              variables.put(String.valueOf(name), value == null ? "" : String.valueOf(value)));
    }
    return new ChunkKey(
        map.get("timekey") instanceof Long time ? OptionalLong.of(time) : OptionalLong.empty(),
        map.get("tag") instanceof String tag ? Optional.of(Tag.of(tag)) : Optional.empty(),
        Map.copyOf(variables),
        0);
  }
}
