package io.millrace.net.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.LentEvents;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardDecoderTest {
  private static final int EAGER = 1 << 20;

  private static final ForwardDecoder.Memory PLENTY = ForwardDecoder.unlimited(() -> EAGER);

  private final List<Object> messages = new ArrayList<>();
  private final List<String> tooLong = new ArrayList<>();
  private final ForwardDecoder.Receiver receiver =
      new ForwardDecoder.Receiver() {
        @Override
        public void message(ByteSlice value) {
          messages.add(String.valueOf(PackReader.read(value)));
        }

        @Override
        public void tooLong(ByteSlice head, long size) {
          tooLong.add(ForwardMessage.tagOf(head) + " " + size);
        }
      };

  private ForwardDecoder decoder(long maxMessage) {
    return new ForwardDecoder(maxMessage, () -> EAGER, receiver);
  }

  private static byte[] pack(Object... values) {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    for (Object value : values) {
      out.value(value);
    }
    return out.sink().toBytes();
  }

  private static final byte[] SOME =
      pack(
          List.of("a.b", 1_700_000_000, Map.of("k", "v".repeat(300))),
          List.of("c", List.of(List.of(1, Map.of()), List.of(2, Map.of("d", 1.5)))),
          List.of("p", new byte[70_000], Map.of("chunk", "x", "size", 3)),
          List.of("", -5, Map.of("big", Long.MAX_VALUE, "list", List.of(List.of(), true))));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 4096, 65_536, 1_000_000})
  void findsTheSameMessagesHoweverTheBytesAreCut(int piece) {
    ForwardDecoder decoder = decoder(1 << 20);

    for (int at = 0; at < SOME.length; at += piece) {
      decoder.decode(Unpooled.wrappedBuffer(SOME, at, Math.min(piece, SOME.length - at)));
    }

    assertThat(messages).hasSize(4);
    assertThat(messages.get(0).toString()).startsWith("[a.b, 1700000000, {k=vvv");
    assertThat(messages.get(1)).hasToString("[c, [[1, {}], [2, {d=1.5}]]]");
    assertThat(messages.get(2).toString()).startsWith("[p, [B@");
    assertThat(messages.get(3).toString()).startsWith("[, -5, {");
    assertThat(decoder.held()).isZero();
  }

  @Test
  void knowsEveryHeaderOfTheFormat() {
    byte[] all =
        HexFormat.of()
            .parseHex(
                "9cc0c2c3"
                    + "c40161c5000161c60000000161"
                    + "ca3fc00000cb3ff8000000000000"
                    + "ccffcdffffceffffffff"
                    + "94d0ffd1ffffd2ffffffffd3ffffffffffffffff"
                    + "95d40101d5010102d601010203"
                    + "04d7000000000100000002d801000102030405060708090a0b0c0d0e0f"
                    + "93d90161da000161db0000000161"
                    + "94dc000101dd0000000101de00010102df000000010102"
                    + "93c7010501c800010501c9000000010501");
    ForwardDecoder decoder = decoder(1 << 20);

    for (byte b : all) {
      decoder.decode(Unpooled.wrappedBuffer(new byte[] {b}));
    }

    assertThat(messages).hasSize(5);
    assertThat(decoder.isInside()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dbffffffff", "c6ffffffff", "ddffffffff", "dfffffffff", "c9ffffffff01"})
  void aHugeClaimCostsNoMoreThanTheEagerAllocation(String header) {
    ForwardDecoder decoder = decoder(Integer.MAX_VALUE);
    byte[] start = HexFormat.of().parseHex("92a174" + header);

    decoder.decode(Unpooled.wrappedBuffer(start));
    decoder.decode(Unpooled.wrappedBuffer(new byte[100]));

    assertThat(decoder.held()).isLessThanOrEqualTo(EAGER);
    assertThat(messages).isEmpty();
    assertThat(decoder.isInside()).isTrue();
  }

  @Test
  void growsWithWhatHasArrivedWhenNothingMayBeAllocatedAhead() {
    ForwardDecoder decoder = new ForwardDecoder(1 << 26, () -> 4096, receiver);
    decoder.decode(Unpooled.wrappedBuffer(HexFormat.of().parseHex("92a174c602000000")));
    int arrived = 8;

    while (arrived < 1 << 22) {
      decoder.decode(Unpooled.wrappedBuffer(new byte[5000]));
      arrived += 5000;
      assertThat(decoder.held()).isLessThanOrEqualTo(2 * arrived + 4096);
    }
  }

  @Test
  void growsInFewStepsWhenTheLengthIsNotKnown() {
    ForwardDecoder decoder = decoder(1 << 26);
    List<Object> entries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      entries.add(List.of(i, Map.of("k", "v".repeat(100))));
    }
    byte[] message = pack(List.of("t", entries));
    int steps = 0;
    int held = 0;

    for (int at = 0; at < message.length; at += 10_000) {
      decoder.decode(Unpooled.wrappedBuffer(message, at, Math.min(10_000, message.length - at)));
      if (decoder.held() > held) {
        held = decoder.held();
        steps++;
      }
    }

    assertThat(messages).hasSize(1);
    assertThat(steps).isLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 50, 10_000})
  void stepsOverAMessageThatIsTooLong(int piece) {
    ForwardDecoder decoder = decoder(1000);
    byte[] big = pack(List.of("big.tag", new byte[5000], Map.of("chunk", "c")));
    byte[] many = pack(List.of("many", longList(2000)));
    byte[] small = pack(List.of("small", 1, Map.of()));
    byte[] all = concat(small, big, small, many, small);

    for (int at = 0; at < all.length; at += piece) {
      decoder.decode(Unpooled.wrappedBuffer(all, at, Math.min(piece, all.length - at)));
      assertThat(decoder.held()).isLessThan(20_000);
    }

    assertThat(messages).hasSize(3).containsOnly("[small, 1, {}]");
    assertThat(tooLong).containsExactly("big.tag " + big.length, "many " + many.length);
  }

  @Test
  void aRefusedJsonPeerIsStillAnsweredInJsonAndHoldsNothing() {
    ForwardDecoder decoder = decoder(1 << 20);
    byte[] text = "[\"tag\",1,{}] [x]".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> decoder.decode(Unpooled.wrappedBuffer(text)))
        .isInstanceOf(MalformedPackException.class);

    assertThat(messages).hasSize(1);
    assertThat(decoder.isJson()).isTrue();
    assertThat(decoder.held()).isZero();
  }

  private static List<Integer> longList(int items) {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      list.add(i);
    }
    return list;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArraySink all = new ByteArraySink(64);
    for (byte[] part : parts) {
      all.write(part, 0, part.length);
    }
    return all.toBytes();
  }

  @Test
  void refusesWhatNestsTooDeep() {
    byte[] deep = new byte[200];
    Arrays.fill(deep, (byte) 0x91);
    ForwardDecoder decoder = decoder(1 << 20);

    assertThatThrownBy(() -> decoder.decode(Unpooled.wrappedBuffer(deep)))
        .isInstanceOf(MalformedPackException.class)
        .hasMessageContaining("nested deeper than");
    assertThat(decoder.held()).isZero();
  }

  @Test
  void refusesTheByteThatStartsNoValue() {
    ForwardDecoder decoder = decoder(1 << 20);

    assertThatThrownBy(() -> decoder.decode(Unpooled.wrappedBuffer(new byte[] {(byte) 0xc1})))
        .isInstanceOf(MalformedPackException.class)
        .hasMessageContaining("0xc1");
  }

  @Test
  void neverFailsOtherwiseThanByRefusingTheBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Arrays.copyOf(SOME, 600);
      for (int n = random.nextInt(8); n >= 0; n--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      List<ByteSlice> found = new ArrayList<>();
      ForwardDecoder decoder = new ForwardDecoder(4096, () -> 4096, collector(found));
      try {
        for (int at = 0; at < mutated.length; at += 200) {
          decoder.decode(Unpooled.wrappedBuffer(mutated, at, 200));
        }
      } catch (MalformedPackException expected) {
        assertThat(expected).hasMessageMatching(".*(0xc1|nested).*");
      }
      for (ByteSlice value : found) {
        assertThat(ForwardMessage.of(value).size()).isLessThanOrEqualTo(4096);
      }
      assertThat(decoder.held()).isLessThan(10_000);
    }
  }

  /** Takes messages with their arrays. */
  private static final class Borrower implements ForwardDecoder.Receiver {
    final List<LentEvents.Lender> arrays = new ArrayList<>();
    final List<byte[]> bytes = new ArrayList<>();

    @Override
    public void message(ByteSlice value) {
      throw new AssertionError("a message without its array");
    }

    @Override
    public void message(ByteSlice value, LentEvents.Lender array) {
      array.retain();
      arrays.add(array);
      bytes.add(value.array());
    }

    @Override
    public void tooLong(ByteSlice head, long size) {
      throw new AssertionError("too long: " + size);
    }
  }

  @Test
  void messagesLiveInArraysThatAreUsedAgain() {
    ArrayPool pool = new ArrayPool(1 << 24);
    Borrower receiver = new Borrower();
    ForwardDecoder decoder = new ForwardDecoder(1 << 24, PLENTY, receiver, pool);
    byte[] message = pack(List.of("t", new byte[300_000], Map.of("chunk", "c")));

    for (int i = 0; i < 5; i++) {
      for (int at = 0; at < message.length; at += 100_000) {
        int n = Math.min(100_000, message.length - at);
        decoder.decode(Unpooled.wrappedBuffer(message, at, n));
      }
      assertThat(receiver.arrays).hasSize(i + 1);
      receiver.arrays.get(i).release();
    }

    assertThat(receiver.bytes.get(4)).isSameAs(receiver.bytes.get(1));
    assertThat(pool.held()).as("the first guess and the array of the length").isLessThan(450_000);
    assertThat(decoder.held()).isZero();
  }

  @Test
  void anArrayOfSeveralMessagesComesBackBehindTheLast() {
    ArrayPool pool = new ArrayPool(1 << 24);
    Borrower receiver = new Borrower();
    ForwardDecoder decoder = new ForwardDecoder(1 << 24, PLENTY, receiver, pool);
    byte[] message = pack(List.of("t", new byte[20_000]));

    decoder.decode(Unpooled.wrappedBuffer(concat(message, message)));
    assertThat(receiver.bytes.get(0)).isSameAs(receiver.bytes.get(1));
    receiver.arrays.get(1).release();
    assertThat(pool.held()).isZero();
    receiver.arrays.get(0).release();

    assertThat(pool.held()).isEqualTo(receiver.bytes.get(0).length);
  }

  @Test
  void anArrayStaysAwayFromAReceiverThatKnowsNothingOfLending() {
    ArrayPool pool = new ArrayPool(1 << 24);
    List<ByteSlice> found = new ArrayList<>();
    ForwardDecoder decoder = new ForwardDecoder(1 << 24, PLENTY, collector(found), pool);
    byte[] message = pack(List.of("t", new byte[20_000]));

    decoder.decode(Unpooled.wrappedBuffer(message));
    decoder.decode(Unpooled.wrappedBuffer(message));

    assertThat(pool.held()).isZero();
    assertThat(found).hasSize(2).allMatch(value -> Arrays.equals(value.toBytes(), message));
    assertThat(found.get(0).array()).isNotSameAs(found.get(1).array());
  }

  @Test
  void takesNoArraysOfThePoolWhileMemoryIsScarce() {
    ArrayPool pool = new ArrayPool(1 << 24);
    Borrower receiver = new Borrower();
    ForwardDecoder decoder =
        new ForwardDecoder(1 << 24, ForwardDecoder.unlimited(() -> 4096), receiver, pool);

    decoder.decode(Unpooled.wrappedBuffer(pack(List.of("t", new byte[20_000]))));
    receiver.arrays.get(0).release();

    assertThat(receiver.bytes.get(0)).hasSizeLessThan(20_100);
    assertThat(pool.held()).isZero();
  }

  private static ForwardDecoder.Receiver collector(List<ByteSlice> found) {
    return new ForwardDecoder.Receiver() {
      @Override
      public void message(ByteSlice value) {
        found.add(value);
      }

      @Override
      public void tooLong(ByteSlice head, long size) {
        assertThat(ForwardMessage.tagOf(head).length()).isLessThan(300);
      }
    };
  }
}
