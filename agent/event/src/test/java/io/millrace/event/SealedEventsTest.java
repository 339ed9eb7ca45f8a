package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Payloads that are looked into late, or never. */
class SealedEventsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final ByteSlice TWO = ByteSlice.of(HEX.parseHex("920180" + "920280"));
  private static final ByteSlice ZIPPED = ByteSlice.of(HEX.parseHex("1f8b"));

  @Test
  void whoDoesNotLookCostsNothing() {
    SealedEvents events =
        SealedEvents.unread(
            ZIPPED,
            Compression.GZIP,
            7,
            (payload, compression) -> {
              throw new AssertionError("somebody looked");
            });

    assertThat(events.count()).isEqualTo(7);
    assertThat(events.byteSize()).isEqualTo(2);
    assertThat(events.payload()).isSameAs(ZIPPED);
    assertThat(events.compression()).isEqualTo(Compression.GZIP);
    assertThat(events).hasToString("7 events, 2 bytes GZIP");
  }

  @Test
  void theFirstLookOpensAndCountsForAll() {
    AtomicInteger looks = new AtomicInteger();
    SealedEvents events =
        SealedEvents.unread(
            ZIPPED,
            Compression.GZIP,
            7,
            (payload, compression) -> {
              looks.incrementAndGet();
              assertThat(payload).isSameAs(ZIPPED);
              assertThat(compression).isEqualTo(Compression.GZIP);
              return TWO;
            });

    assertThat(events.packed().count()).isEqualTo(2);
    assertThat(events.packed()).isSameAs(events.packed());
    assertThat(looks).hasValue(1);
    assertThat(events.count()).isEqualTo(2);
    assertThat(events.byteSize()).as("what was counted as held").isEqualTo(2);
  }

  @Test
  void whatIsNoEventsNeverBecomesEvents() {
    for (String hex : new String[] {"9201", "92a17880", "9201c0", "c1", "920180ff"}) {
      SealedEvents events =
          SealedEvents.unread(
              ByteSlice.of(HEX.parseHex(hex)), Compression.TEXT, 1, (payload, way) -> payload);

      assertThatThrownBy(events::packed).isInstanceOf(MalformedPackException.class);
      assertThatThrownBy(events::packed).isInstanceOf(MalformedPackException.class);
      assertThat(events.count()).isEqualTo(1);
    }
  }

  @Test
  void aCheckedPayloadIsItsEvents() {
    PackedEvents both = PackedEvents.check(TWO);
    SealedEvents events = SealedEvents.checked(ZIPPED, Compression.GZIP, both);

    assertThat(events.packed()).isSameAs(both);
    assertThat(events.count()).isEqualTo(2);
    assertThat(events.byteSize()).isEqualTo(6);
    assertThat(events.payload()).isSameAs(ZIPPED);
  }

  /** Counts who keeps the array of a payload. */
  private static final class Owner implements LentEvents.Lender {
    int kept;
    int readers = 1;

    @Override
    public void keep() {
      kept++;
    }

    @Override
    public void retain() {
      readers++;
    }

    @Override
    public void release() {
      readers--;
    }
  }

  @Test
  void aPayloadIsGivenAwayOnlyWithEventsThatMayLieInIt() {
    Owner owner = new Owner();
    SealedEvents zipped =
        SealedEvents.unread(ZIPPED, Compression.GZIP, 2, (payload, how) -> TWO, owner);
    SealedEvents plain =
        SealedEvents.unread(TWO, Compression.TEXT, 2, (payload, how) -> payload, owner);

    zipped.borrowed();
    plain.borrowed();
    zipped.packed();
    assertThat(owner.kept).as("inflated events have an array of their own").isZero();
    plain.packed();

    assertThat(owner.kept).isEqualTo(1);
  }

  @Test
  void aFirstLookThatMayComeLateKeepsThePayload() {
    Owner owner = new Owner();
    SealedEvents zipped =
        SealedEvents.unread(ZIPPED, Compression.GZIP, 2, (payload, how) -> TWO, owner);

    zipped.packed();

    assertThat(owner.kept).isEqualTo(1);
  }

  @Test
  void whoHoldsTheStreamHoldsThePayload() {
    Owner owner = new Owner();
    SealedEvents zipped =
        SealedEvents.unread(ZIPPED, Compression.GZIP, 2, (payload, how) -> TWO, owner);

    zipped.retain();
    assertThat(owner.readers).isEqualTo(2);
    zipped.release();

    assertThat(owner.readers).isEqualTo(1);
  }
}
