package io.millrace.net.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteArraySink;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueReaderTest {
  private static byte[] pack(List<?> values) {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    values.forEach(out::value);
    return out.sink().toBytes();
  }

  private static InputStream slow(byte[] bytes, int step) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(step, length));
      }
    };
  }

  private static List<@Nullable Object> readAll(InputStream in) throws IOException {
    ValueReader reader = new ValueReader(in, 1 << 20);
    List<@Nullable Object> values = new ArrayList<>();
    for (var value = reader.next(); value.isPresent(); value = reader.next()) {
      values.add(PackReader.read(value.get()));
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8192})
  void cutsAStreamIntoValuesHoweverItsBytesArrive(int step) throws IOException {
    List<Object> values = new ArrayList<>(List.of(1L, "x".repeat(20_000), List.of(2L, Map.of())));
    IntStream.range(0, 5_000).forEach(n -> values.add((long) n));

    assertThat(readAll(slow(pack(values), step))).isEqualTo(values);
  }

  @Test
  void aStreamThatEndsInsideAValueIsTold() {
    byte[] whole = pack(List.of("abc", "defg"));

    assertThatThrownBy(() -> readAll(slow(Arrays.copyOf(whole, whole.length - 2), 1)))
        .isInstanceOf(EOFException.class)
        .hasMessage("ends 3 bytes into a MessagePack value");
  }

  @Test
  void aValueBeyondTheLimitIsRefusedBeforeItIsRead() {
    byte[] claim = {(byte) 0xdb, 0x7f, 0, 0, 0, 'a'};

    assertThatThrownBy(() -> readAll(slow(claim, 6))).isInstanceOf(MalformedPackException.class);
  }
}
