package io.millrace.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Reads with the reference implementation what was packed. */
final class PackedRecordsTest {
  private static MessageUnpacker read(PackedRecords packed) {
    return MessagePack.newDefaultUnpacker(packed.bytes());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 65_536, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void packsIntegers(long value) throws IOException {
    MessageUnpacker unpacker = read(new PackedRecords().integer(value));

    assertThat(unpacker.unpackLong()).isEqualTo(value);
    assertThat(unpacker.hasNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 255, 256, 70_000})
  void packsText(int length) throws IOException {
    String text = "ü".repeat(length / 2) + "x".repeat(length % 2);

    MessageUnpacker unpacker = read(new PackedRecords().text(text));

    assertThat(unpacker.unpackString()).isEqualTo(text);
    assertThat(unpacker.hasNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 16, 65_535})
  void packsHeaders(int size) throws IOException {
    MessageUnpacker unpacker = read(new PackedRecords().array(size).map(size));

    assertThat(unpacker.unpackArrayHeader()).isEqualTo(size);
    assertThat(unpacker.unpackMapHeader()).isEqualTo(size);
    assertThat(unpacker.hasNext()).isFalse();
  }

  @Test
  void refusesMoreItemsThanItsHeadersHold() {
    assertThatThrownBy(() -> new PackedRecords().array(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void packsAnEntryWithItsNanoseconds() throws IOException {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("msg", "hello");
    record.put("status", 504);

    MessageUnpacker unpacker =
        read(new PackedRecords().entry(Instant.ofEpochSecond(4_000_000_000L, 999_999_999), record));

    assertThat(unpacker.unpackArrayHeader()).isEqualTo(2);
    ExtensionTypeHeader time = unpacker.unpackExtensionTypeHeader();
    assertThat(time.getType()).isZero();
    ByteBuffer payload = ByteBuffer.wrap(unpacker.readPayload(time.getLength()));
    assertThat(Integer.toUnsignedLong(payload.getInt())).isEqualTo(4_000_000_000L);
    assertThat(payload.getInt()).isEqualTo(999_999_999);
    assertThat(unpacker.unpackValue().toJson()).isEqualTo("{\"msg\":\"hello\",\"status\":504}");
    assertThat(unpacker.hasNext()).isFalse();
  }

  @Test
  void packsAMessageThatAsksForAnAcknowledgement() throws IOException {
    byte[] entries = new PackedRecords().entry(Instant.EPOCH, Map.of()).bytes();

    MessageUnpacker unpacker =
        MessagePack.newDefaultUnpacker(ForwardClient.message("app.a", entries, 1, "id=="));

    assertThat(unpacker.unpackArrayHeader()).isEqualTo(3);
    assertThat(unpacker.unpackString()).isEqualTo("app.a");
    assertThat(unpacker.readPayload(unpacker.unpackBinaryHeader())).isEqualTo(entries);
    assertThat(unpacker.unpackValue().toJson()).isEqualTo("{\"size\":1,\"chunk\":\"id==\"}");
    assertThat(unpacker.hasNext()).isFalse();
  }
}
