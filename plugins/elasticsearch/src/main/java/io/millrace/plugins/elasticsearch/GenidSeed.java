package io.millrace.plugins.elasticsearch;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordPath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts together what an id is the hash of, and hashes it. Not safe for use by several threads.
 *
 * <p>Texts of values are Ruby's; but of nested maps and arrays, which Ruby versions write
 * differently, it is what this version writes.
 */
final class GenidSeed {
  private final GenidFilter.Config config;
  private final List<RecordPath> keys;
  private final byte[] separator;
  private final MessageDigest digest;
  private final ByteArraySink seed = new ByteArraySink(512);

  /** A field's name and where its value is. */
  private record Field(ByteSlice name, int value) {}

  GenidSeed(GenidFilter.Config config) {
    this.config = config;
    this.keys = config.recordKeys().stream().map(RecordPath::ofKey).toList();
    this.separator = config.separator().getBytes(StandardCharsets.UTF_8);
    try {
      this.digest = MessageDigest.getInstance(config.hashType().algorithm());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(
          "hash_type " + config.hashType() + ": this Java runtime lacks it; choose sha256", e);
    }
  }

  /** The hash of an event. */
  byte[] digest(Tag tag, EventView event) {
    seed.clear();
    if (config.includeTagInSeed()) {
      seed.write(tag.utf8());
      separate();
    }
    if (config.includeTimeInSeed()) {
      seed.writeDecimal(event.seconds());
      separate();
    }
    if (config.useEntireRecord()) {
      addAll(event);
    } else {
      addKeys(event);
    }
    digest.update(seed.array(), 0, seed.size());
    return digest.digest();
  }

  private void separate() {
    seed.write(separator, 0, separator.length);
  }

  private void addKeys(EventView event) {
    for (int i = 0; i < keys.size(); i++) {
      if (i > 0) {
        separate();
      }
      int at = event.find(keys.get(i));
      if (at >= 0) {
        seed.write(PackText.bytes(event.array(), at));
      }
    }
  }

  private void addAll(EventView event) {
    for (Field field : sorted(event)) {
      seed.write('|');
      seed.write(field.name);
      seed.write('|');
      seed.write(PackText.bytes(event.array(), field.value));
    }
  }

  private static List<Field> sorted(EventView event) {
    byte[] a = event.array();
    List<Field> fields = new ArrayList<>();
    int at = Pack.body(a, event.recordStart());
    for (int left = Pack.count(a, event.recordStart()); left > 0; left--) {
      int value = Pack.skip(a, at);
      fields.add(new Field(PackText.bytes(a, at), value));
      at = Pack.skip(a, value);
    }
    fields.sort(Comparator.comparing(Field::name, GenidSeed::compare));
    return fields;
  }

  private static int compare(ByteSlice one, ByteSlice other) {
    return Arrays.compareUnsigned(
        one.array(), one.offset(), one.end(), other.array(), other.offset(), other.end());
  }
}
