package io.millrace.devstack.quickstart;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Packs the few MessagePack types a forward client needs, so that the load needs the JDK alone.
 * Source: "MessagePack specification, Formats" and "Forward Protocol v1, EventTime".
 */
final class PackedRecords {
  private static final int EVENT_TIME_TYPE = 0;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PackedRecords array(int size) {
    return header(size, 0x90, 15, 0xdc);
  }

  PackedRecords map(int size) {
    return header(size, 0x80, 15, 0xde);
  }

  private PackedRecords header(int size, int fix, int fixLimit, int wide) {
    if (size <= fixLimit) {
      out.write(fix | size);
      return this;
    }
    if (size > 0xffff) {
      throw new IllegalArgumentException("at most 65535 items, not " + size);
    }
    out.write(wide);
    return bigEndian(size, 2);
  }

  PackedRecords text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 32) {
      out.write(0xa0 | utf8.length);
    } else {
      out.write(0xdb);
      bigEndian(utf8.length, 4);
    }
    out.writeBytes(utf8);
    return this;
  }

  PackedRecords binary(byte[] value) {
    out.write(0xc6);
    bigEndian(value.length, 4);
    out.writeBytes(value);
    return this;
  }

  PackedRecords integer(long value) {
    if (value >= 0 && value < 128) {
      out.write((int) value);
      return this;
    }
    out.write(0xd3);
    return bigEndian(value, 8);
  }

  PackedRecords time(Instant value) {
    out.write(0xd7);
    out.write(EVENT_TIME_TYPE);
    bigEndian(value.getEpochSecond(), 4);
    return bigEndian(value.getNano(), 4);
  }

  /** One entry of a stream of events: {@code [time, record]}. */
  PackedRecords entry(Instant time, Map<String, Object> record) {
    array(2).time(time).map(record.size());
    record.forEach(
        (key, value) -> {
          text(key);
          if (value instanceof Number number) {
            integer(number.longValue());
          } else {
            text(value.toString());
          }
        });
    return this;
  }

  private PackedRecords bigEndian(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
