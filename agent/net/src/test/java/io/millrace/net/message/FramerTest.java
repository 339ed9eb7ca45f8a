package io.millrace.net.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteSlice;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramerTest {
  private final List<ByteSlice> messages = new ArrayList<>();
  private final List<Long> tooLong = new ArrayList<>();

  private DelimitedFramer delimited(String delimiter, long limit) {
    return new DelimitedFramer(ByteSlice.utf8(delimiter), limit, (head, size) -> tooLong.add(size));
  }

  private OctetCountFramer counted(long limit) {
    return new OctetCountFramer(limit, (head, size) -> tooLong.add(size));
  }

  private void feed(Framer framer, String text, int piece) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      framer.cut(Unpooled.wrappedBuffer(part), messages::add);
    }
  }

  private List<String> texts() {
    return messages.stream().map(ByteSlice::toString).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1, \\n", "2, \\n", "3, \\n", "7, \\n", "1000, \\n",
    "1, abab", "2, abab", "3, abab", "5, abab", "1000, abab"
  })
  void delimitersAreFoundHoweverTheBytesArrive(int piece, String written) {
    String delimiter = written.replace("\\n", "\n");
    DelimitedFramer framer = delimited(delimiter, 100);

    feed(framer, String.join(delimiter, "one", "", "two aba", "dropped"), piece);

    assertThat(texts()).containsExactly("one", "", "two aba");
    assertThat(framer.held()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void longMessagesAreDroppedAndTheNextIsTaken(int piece) {
    DelimitedFramer framer = delimited(";", 20);

    feed(framer, "one;" + "x".repeat(21) + ";" + "y".repeat(20) + ";" + "z".repeat(500), piece);
    feed(framer, "zz;two;", piece);

    assertThat(texts()).containsExactly("one", "y".repeat(20), "two");
    assertThat(tooLong).hasSize(2);
  }

  @Test
  void flowWithoutDelimiterHoldsNoMoreThanTheLimit() {
    DelimitedFramer framer = delimited("\n", 1000);

    for (int i = 0; i < 1000; i++) {
      feed(framer, "x".repeat(1000), 1000);
      assertThat(framer.held()).isLessThanOrEqualTo(4000);
    }

    assertThat(tooLong).hasSize(1);
  }

  @Test
  void cutMessagesAreNotOverwritten() {
    DelimitedFramer framer = delimited("\n", 1000);
    Random random = new Random(7);
    List<String> expected = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String text = i + "-" + "m".repeat(random.nextInt(50));
      expected.add(text);
      all.append(text).append('\n');
    }

    feed(framer, all.toString(), 17);

    assertThat(texts()).isEqualTo(expected);
    assertThat(framer.held()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 1000})
  void countedMessagesMayHoldAnything(int piece) {
    feed(counted(100), "5 a\nb c3 xyz\n2 ok0 4 last", piece);

    assertThat(texts()).containsExactly("a\nb c", "xyz", "ok", "", "last");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void countedMessageThatIsTooLongIsSteppedOver(int piece) {
    OctetCountFramer framer = counted(10);

    feed(framer, "11 " + "x".repeat(11) + "2 ok", piece);

    assertThat(texts()).containsExactly("ok");
    assertThat(tooLong).containsExactly(11L);
  }

  @Test
  void claimedLengthCostsNothing() {
    OctetCountFramer framer = counted(1L << 30);

    feed(framer, "999999999 abc", 1000);

    assertThat(framer.held()).isLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "<13>text", "-1 a", "12345678901 a", "3x abc", "\u0000"})
  void lengthThatIsNoneBreaksTheConnection(String text) {
    OctetCountFramer framer = counted(100);

    assertThatThrownBy(() -> feed(framer, text, 1000))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("octet_count");
  }
}
