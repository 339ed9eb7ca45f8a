package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordPath;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes the action line of an item: {@code {"create":{"_index":"logs","_id":"..."}}}. What all
 * items of one index share is rendered once. Not safe for use by several threads.
 *
 * <p>Source: Elasticsearch's bulk API.
 */
final class ActionLine {
  /** The server refuses the whole request for one {@code _id} that is longer, in bytes. */
  private static final int MAX_ID = 512;

  private static final byte[] ID = ascii("_id");
  private static final byte[] PARENT = ascii("_parent");

  private final String action;
  private final boolean indexInUrl;
  private final boolean hasTypes;
  private final String pipeline;
  private final Optional<RecordPath> idKey;
  private final Optional<RecordPath> parentKey;
  private final Optional<RecordPath> routingKey;
  private final byte[] routingName;
  private String index = "";
  private String type = "";
  private byte[] head = new byte[0];
  private boolean separate;

  ActionLine(CommonConfig config, Target target, String pipeline, ServerVersion version) {
    Target.Meta meta = target.meta();
    this.action = target.operation().action();
    this.indexInUrl = config.bulk().includeIndexInUrl();
    this.hasTypes = version.hasTypes();
    this.pipeline = pipeline;
    this.idKey = meta.idKey().map(Paths::accessor);
    this.parentKey = meta.parentKey().map(Paths::accessor);
    this.routingKey = meta.routingKey().map(Paths::accessor);
    this.routingName = ascii(version.hasTypes() ? "_routing" : "routing");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether the record has an {@code _id} of its own. */
  boolean hasId(EventView record) {
    return idKey.isPresent() && Paths.isTruthy(record.array(), record.find(idKey.get()));
  }

  /**
   * Writes the line.
   *
   * @param record before keys are removed from it
   * @param idHead of an {@code _id} that ends in {@code ordinal}; empty to take that of the record
   * @throws RejectedEventException if a field cannot be what it is meant to be
   */
  void write(
      EventView record,
      String toIndex,
      String toType,
      byte[] idHead,
      int ordinal,
      ByteArraySink out) {
    if (!toIndex.equals(index) || !toType.equals(type) || head.length == 0) {
      index = toIndex;
      type = toType;
      head = head();
    }
    out.write(head, 0, head.length);
    separate = head[head.length - 1] != '{';
    if (idHead.length == 0) {
      field(ID, "id_key", idKey, record, out);
    } else {
      name(ID, out);
      out.write('"');
      out.write(idHead, 0, idHead.length);
      out.writeDecimal(ordinal);
      out.write('"');
    }
    field(PARENT, "parent_key", parentKey, record, out);
    field(routingName, "routing_key", routingKey, record, out);
    out.writeAscii("}}\n");
  }

  /** The line up to what differs between items, its braces open. */
  private byte[] head() {
    ByteArraySink out = new ByteArraySink(64);
    out.writeAscii("{\"" + action + "\":{");
    separate = false;
    if (!indexInUrl) {
      text("_index", index, out);
    }
    if (hasTypes) {
      text("_type", type, out);
    }
    if (!pipeline.isEmpty()) {
      text("pipeline", pipeline, out);
    }
    return out.toBytes();
  }

  private void text(String name, String value, ByteArraySink out) {
    name(ascii(name), out);
    ByteArraySink packed = new ByteArraySink(value.length() * 3 + 5);
    new PackWriter(packed).text(value);
    JsonTranscoder.write(packed.array(), 0, out);
  }

  private void name(byte[] name, ByteArraySink out) {
    if (separate) {
      out.write(',');
    }
    separate = true;
    out.write('"');
    out.write(name, 0, name.length);
    out.write('"');
    out.write(':');
  }

  private void field(
      byte[] name,
      String parameter,
      Optional<RecordPath> path,
      EventView record,
      ByteArraySink out) {
    if (path.isEmpty()) {
      return;
    }
    byte[] a = record.array();
    int at = record.find(path.get());
    if (!Paths.isTruthy(a, at)) {
      return;
    }
    Pack.Kind kind = Pack.kind(a, at);
    if (kind == Pack.Kind.MAP || kind == Pack.Kind.ARRAY) {
      throw new RejectedEventException(
          "%s %s: the field holds %s, but a text or number is needed"
              .formatted(parameter, path.get(), kind == Pack.Kind.MAP ? "a map" : "an array"));
    }
    if (name == ID && Pack.isRaw(a, at) && Pack.rawLength(a, at) > MAX_ID) {
      throw new RejectedEventException(
          "%s %s: the field has %d bytes, but an _id has no more than %d"
              .formatted(parameter, path.get(), Pack.rawLength(a, at), MAX_ID));
    }
    name(name, out);
    JsonTranscoder.write(a, at, out);
  }
}
