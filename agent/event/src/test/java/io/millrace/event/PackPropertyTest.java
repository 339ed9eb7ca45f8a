package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** Our bytes against MessagePack's reference implementation, our JSON against Jackson's reader. */
class PackPropertyTest {
  private static final int CASES = PropertyCases.COUNT;
  private final RandomValues values = new RandomValues(20260101);

  private static byte[] reference(@Nullable Object value) throws IOException {
    MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
    pack(value, packer);
    return packer.toByteArray();
  }

  private static void pack(@Nullable Object value, MessagePacker out) throws IOException {
    if (value == null) {
      out.packNil();
    } else if (value instanceof Map<?, ?> map) {
      out.packMapHeader(map.size());
      for (Map.Entry<?, ?> field : map.entrySet()) {
        pack(field.getKey(), out);
        pack(field.getValue(), out);
      }
    } else if (value instanceof List<?> list) {
      out.packArrayHeader(list.size());
      for (Object item : list) {
        pack(item, out);
      }
    } else if (value instanceof Boolean bool) {
      out.packBoolean(bool);
    } else if (value instanceof Long number) {
      out.packLong(number);
    } else if (value instanceof BigInteger number) {
      out.packBigInteger(number);
    } else if (value instanceof Double number) {
      out.packDouble(number);
    } else {
      out.packString((String) value);
    }
  }

  private static @Nullable Object fromJson(ByteArraySink json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json.array(), 0, json.size())) {
      parser.nextToken();
      Object value = fromJson(parser);
      assertThat(parser.nextToken()).isNull();
      return value;
    }
  }

  private static @Nullable Object fromJson(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, fromJson(parser));
        }
        return map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(fromJson(parser));
        }
        return list;
      }
      case VALUE_NULL -> {
        return null;
      }
      case VALUE_TRUE -> {
        return true;
      }
      case VALUE_FALSE -> {
        return false;
      }
      case VALUE_NUMBER_INT -> {
        Number number = parser.getNumberValue();
        return number instanceof Integer ? (Object) number.longValue() : number;
      }
      case VALUE_NUMBER_FLOAT -> {
        return parser.getDoubleValue();
      }
      default -> {
        return parser.getText();
      }
    }
  }

  @Test
  void random_values_pass_every_reader_and_writer() throws IOException {
    JsonPacker jsonPacker = new JsonPacker(1 << 20);
    ByteArraySink ours = new ByteArraySink(16);
    ByteArraySink json = new ByteArraySink(16);
    ByteArraySink again = new ByteArraySink(16);
    for (int i = 0; i < CASES; i++) {
      Object value = values.value(4);
      byte[] packed = reference(value);

      assertThat(Pack.check(packed, 0, packed.length)).isEqualTo(packed.length);
      assertThat(Pack.skip(packed, 0)).isEqualTo(packed.length);
      assertThat(PackReader.read(packed, 0)).isEqualTo(value);

      ours.clear();
      new PackWriter(ours).value(value);
      assertThat(ours.toBytes()).isEqualTo(packed);

      json.clear();
      JsonTranscoder.write(packed, 0, json);
      assertThat(fromJson(json)).as("%s", json).isEqualTo(value);

      again.clear();
      jsonPacker.pack(json.slice(), new PackWriter(again));
      assertThat(again.toBytes()).isEqualTo(packed);
    }
  }

  /** Writes {@code value} as Jackson does, with every liberty that JSON leaves. */
  private String byJackson(@Nullable Object value) throws IOException {
    JsonFactory factory = new JsonFactory();
    factory.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), values.below(2) == 0);
    factory.configure(
        JsonWriteFeature.ESCAPE_FORWARD_SLASHES.mappedFeature(), values.below(2) == 0);
    StringWriter text = new StringWriter();
    try (JsonGenerator out = factory.createGenerator(text)) {
      if (values.below(2) == 0) {
        out.useDefaultPrettyPrinter();
      }
      toJson(value, out);
    }
    return text.toString();
  }

  private static void toJson(@Nullable Object value, JsonGenerator out) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> field : map.entrySet()) {
        out.writeFieldName((String) field.getKey());
        toJson(field.getValue(), out);
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        toJson(item, out);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      out.writeNumber(number);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else {
      out.writeString((String) value);
    }
  }

  @Test
  void json_that_another_writer_made_packs_to_the_same_bytes() throws IOException {
    JsonPacker jsonPacker = new JsonPacker(1 << 20);
    ByteArraySink packed = new ByteArraySink(16);
    for (int i = 0; i < CASES; i++) {
      Map<String, Object> record = values.record();
      String json = byJackson(record);
      packed.clear();

      jsonPacker.pack(ByteSlice.utf8(json), new PackWriter(packed));

      assertThat(packed.toBytes()).as("%s", json).isEqualTo(reference(record));
    }
  }

  @Test
  void a_value_cut_short_anywhere_is_refused() throws IOException {
    for (int i = 0; i < 500; i++) {
      byte[] packed = reference(values.record());
      for (int end = 0; end < packed.length; end++) {
        int cut = end;
        assertThat(refused(() -> Pack.check(packed, 0, cut))).isTrue();
      }
    }
  }

  @Test
  void mutated_bytes_are_read_or_refused_and_nothing_else() throws IOException {
    RandomValues mutations = new RandomValues(7);
    int accepted = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] packed = reference(values.record());
      for (int n = mutations.below(4); n >= 0; n--) {
        packed[mutations.below(packed.length)] = (byte) mutations.below(256);
      }
      if (!refused(() -> Pack.check(packed, 0, packed.length))) {
        int end = Pack.check(packed, 0, packed.length);
        assertThat(Pack.skip(packed, 0)).isEqualTo(end);
        ByteArraySink out = new ByteArraySink(64);
        JsonTranscoder.write(packed, 0, out);
        RubyInspect.write(packed, 0, out);
        assertThat(out.size()).isPositive();
        PackReader.read(packed, 0);
        accepted++;
      }
    }
    assertThat(accepted).isBetween(1, CASES - 1);
  }

  private static boolean refused(Runnable check) {
    try {
      check.run();
      return false;
    } catch (MalformedPackException e) {
      assertThat(e).message().isNotBlank();
      return true;
    }
  }
}
