package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick reader of JSON against Jackson: what it takes, it reads as Jackson does. */
class PlainJsonPropertyTest {
  private static final byte[] LETTERS =
      "{}[]\",:\\u0041ubn/ \n019.eE-+truefalsnx\u00e9".getBytes(StandardCharsets.UTF_8);

  private final RandomValues values = new RandomValues(20260202);
  private final Random random = new Random(20260202);
  private final PlainJson plain = new PlainJson();
  private final JsonPacker jackson = new JsonPacker(1 << 20);
  private final ByteArraySink packed = new ByteArraySink(256);
  private final ByteArraySink expected = new ByteArraySink(256);

  /** A random record as JSON. */
  private byte[] json() {
    ByteArraySink record = new ByteArraySink(256);
    new PackWriter(record).value(values.record());
    ByteArraySink json = new ByteArraySink(256);
    JsonTranscoder.write(record.array(), 0, json);
    return json.toBytes();
  }

  /** With a few bytes left out, put in or changed. */
  private byte[] damaged(byte[] json) {
    byte[] bytes = json;
    for (int edits = 1 + random.nextInt(3); edits > 0 && bytes.length > 0; edits--) {
      int at = random.nextInt(bytes.length);
      byte letter = LETTERS[random.nextInt(LETTERS.length)];
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = letter;
        case 1 -> {
          System.arraycopy(bytes, at + 1, bytes, at, bytes.length - at - 1);
          bytes = Arrays.copyOf(bytes, bytes.length - 1);
        }
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          longer[at] = letter;
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  /** Whether it is taken; then it must have been read as Jackson does. */
  private boolean isTaken(byte[] json) {
    packed.clear();
    packed.write('x');
    boolean taken = plain.pack(ByteSlice.of(json), new PackWriter(packed));
    if (!taken) {
      assertThat(packed.size()).isEqualTo(1);
      return false;
    }
    expected.clear();
    expected.write('x');
    String text = new String(json, StandardCharsets.UTF_8);
    assertThat(jackson.packAll(ByteSlice.of(json), new PackWriter(expected))).as(text).isOne();
    assertThat(packed.toBytes()).as(text).isEqualTo(expected.toBytes());
    return true;
  }

  @Test
  void random_records_are_read_as_jackson_reads_them() {
    int taken = 0;
    for (int i = 0; i < PropertyCases.COUNT; i++) {
      taken += isTaken(json()) ? 1 : 0;
    }
    assertThat(taken).as("the others have numbers or characters that are rare").isPositive();
  }

  @Test
  void what_is_damaged_is_refused_or_read_as_jackson_reads_it() {
    int refused = 0;
    for (int i = 0; i < PropertyCases.COUNT; i++) {
      refused += isTaken(damaged(json())) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void random_numbers_are_read_as_jackson_reads_them() {
    for (int i = 0; i < PropertyCases.COUNT; i++) {
      StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
      number.append(random.nextInt(3) == 0 ? "0" : digits(1 + random.nextInt(17)));
      if (random.nextBoolean()) {
        number.append('.').append(digits(1 + random.nextInt(9)));
      }
      if (random.nextBoolean()) {
        number.append(random.nextBoolean() ? "e" : "E");
        number.append(new String[] {"", "+", "-"}[random.nextInt(3)]);
        number.append(random.nextInt(30));
      }
      isTaken(("[" + number + "]").getBytes(StandardCharsets.UTF_8));
    }
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  @Test
  void log_lines_are_taken() {
    assertThat(
            isTaken(
                ("{\"time\":\"2026-03-01T12:00:00Z\",\"level\":\"info\",\"took\":12.75,\"n\":-3,"
                        + " \"ok\":true, \"tags\":[\"a\",null,false],\"msg\":\"\\\"q\\\"\\n\\u00e9\"}")
                    .getBytes(StandardCharsets.UTF_8)))
        .isTrue();
  }
}
