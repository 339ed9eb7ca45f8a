package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.LentEvents;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackedEvents;
import io.millrace.net.forward.ForwardDecoder;
import io.millrace.net.forward.ForwardMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Any bytes of a sender are messages, or are refused; the same ones however the network cuts them;
 * and they never cost more memory than a small multiple of what has arrived.
 */
class ForwardDecoderFuzzTest {
  private static final int MAX_MESSAGE = 512;
  private static final int EAGER = 4096;

  /** Arrays grow to twice what is in them; headers and options get some room more. */
  private static final int ROOM = 1024;

  @FuzzTest(maxDuration = "10m")
  void findsTheSameMessagesHoweverTheyArrive(byte[] data) {
    FuzzInput.bounded(() -> attempt(data));
  }

  private void attempt(byte[] data) {
    Random random = new Random(Arrays.hashCode(data));
    List<String> whole = take(new Connection(), data, () -> data.length);

    assertThat(take(new Connection(), data, () -> 1)).isEqualTo(whole);
    assertThat(take(new Connection(), data, () -> 1 + random.nextInt(20))).isEqualTo(whole);
    assertThat(take(new Borrower(random), data, () -> 1 + random.nextInt(200))).isEqualTo(whole);
  }

  private static List<String> take(Connection connection, byte[] data, Cut cut) {
    int from = 0;
    while (from < data.length) {
      int to = Math.min(data.length, from + cut.next());
      if (!connection.read(Unpooled.wrappedBuffer(data, from, to - from), to)) {
        return connection.seen();
      }
      from = to;
    }
    connection.ended();
    return connection.seen();
  }

  /** How many bytes the next read brings. */
  @FunctionalInterface
  private interface Cut {
    int next();
  }

  /** A connection that writes down what it is told. */
  private static class Connection implements ForwardDecoder.Receiver {
    private final List<String> seen = new ArrayList<>();
    private final int eager;
    private final ForwardDecoder decoder;

    Connection() {
      this(EAGER);
    }

    Connection(int eager) {
      this.eager = eager;
      this.decoder = new ForwardDecoder(MAX_MESSAGE, () -> eager, this);
    }

    List<String> seen() {
      return seen;
    }

    void ended() {
      seen.add(decoder.isInside() ? "inside" : "between");
    }

    boolean read(ByteBuf bytes, int sofar) {
      try {
        decoder.decode(bytes);
        assertThat(decoder.held()).isLessThanOrEqualTo(2 * sofar + eager + ROOM);
        return true;
      } catch (MalformedPackException e) {
        assertThat(decoder.held()).as("held of what is refused").isLessThanOrEqualTo(2 * sofar);
        refused();
        return false;
      }
    }

    void refused() {
      seen.add("refused");
    }

    @Override
    public void message(ByteSlice value) {
      seen.add(Arrays.toString(value.toBytes()));
      // Turns a single event into an entry, in place: must not touch what follows.
      ForwardMessage message = ForwardMessage.of(value);
      seen.add(message.mode() + " " + message.tag() + " " + message.chunk().isPresent());
      seen.add(message.compressed().orElse("plain"));
      try {
        PackedEvents events =
            PackedEvents.parse(message.entries(), EventTime.ofSeconds(1), at -> true);
        assertThat(PackedEvents.check(events.bytes()).count()).isEqualTo(events.count());
        seen.add(events.toString());
      } catch (MalformedPackException e) {
        seen.add("no entries");
      }
    }

    @Override
    public void tooLong(ByteSlice head, long size) {
      assertThat(ForwardMessage.tagOf(head).length()).isLessThanOrEqualTo(head.length());
      seen.add("too long: " + size);
    }
  }

  /**
   * A connection with plenty of memory that reads each message later, and gives its array back
   * then: until that moment nobody may write to it.
   */
  private static final class Borrower extends Connection {
    private record Borrowed(ByteSlice value, LentEvents.Lender array) {}

    private final Random random;
    private final Deque<Borrowed> borrowed = new ArrayDeque<>();

    Borrower(Random random) {
      super(1 << 20);
      this.random = random;
    }

    @Override
    public void message(ByteSlice value, LentEvents.Lender array) {
      array.retain();
      borrowed.add(new Borrowed(value, array));
      if (random.nextBoolean()) {
        readAll();
      }
    }

    private void readAll() {
      for (Borrowed next = borrowed.poll(); next != null; next = borrowed.poll()) {
        message(next.value());
        next.array().release();
      }
    }

    @Override
    public void tooLong(ByteSlice head, long size) {
      readAll();
      super.tooLong(head, size);
    }

    @Override
    void refused() {
      readAll();
      super.refused();
    }

    @Override
    void ended() {
      readAll();
      super.ended();
    }
  }
}
