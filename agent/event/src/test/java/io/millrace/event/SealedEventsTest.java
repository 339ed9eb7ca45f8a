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
}
