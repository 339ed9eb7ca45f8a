package io.millrace.net.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.net.forward.ForwardMessage.Mode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardMessageTest {
  private static ForwardMessage of(Object message) {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    out.value("other bytes before");
    int from = out.sink().size();
    out.value(message);
    int to = out.sink().size();
    out.value("other bytes behind");
    return ForwardMessage.of(ByteSlice.of(out.sink().array(), from, to - from));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "app.web", "a tag of more than thirty-one bytes, so str8 here"})
  void makesAnEntryOfASingleEvent(String tag) {
    ForwardMessage message =
        of(List.of(tag, new EventTime(5, 6), Map.of("k", 1), Map.of("chunk", "id")));

    assertThat(message.mode()).isEqualTo(Mode.MESSAGE);
    assertThat(message.tag()).hasToString(tag);
    assertThat(PackedEvents.check(message.entries()).count()).isEqualTo(1);
    assertThat(PackReader.read(message.entries()))
        .isEqualTo(List.of(new EventTime(5, 6), Map.of("k", 1L)));
    assertThat(message.chunk().map(PackReader::read)).contains("id");
  }

  @Test
  void showsTheEntriesOfAnArray() {
    ForwardMessage message = of(List.of("t", List.of(List.of(1, Map.of()), List.of(2, Map.of()))));

    assertThat(message.mode()).isEqualTo(Mode.FORWARD);
    assertThat(PackedEvents.check(message.entries()).count()).isEqualTo(2);
    assertThat(message.chunk()).isEmpty();
  }

  @Test
  void showsThePayloadOfAPackedMessage() {
    ForwardMessage message =
        of(List.of("t", new byte[] {1, 2, 3}, Map.of("compressed", "gzip", "chunk", 7)));

    assertThat(message.mode()).isEqualTo(Mode.PACKED);
    assertThat(message.entries().toBytes()).containsExactly(1, 2, 3);
    assertThat(message.compressed()).contains("gzip");
    assertThat(message.chunk().map(PackReader::read)).contains(7L);
  }

  @Test
  void treatsTextAsNotCompressed() {
    assertThat(of(List.of("t", "x", Map.of("compressed", "text"))).compressed()).isEmpty();
  }

  @Test
  void ignoresOptionsThatAreNoMapAndChunksThatAreNil() {
    Map<String, Object> nil = new HashMap<>();
    nil.put("chunk", null);

    assertThat(of(List.of("t", "x", 5)).chunk()).isEmpty();
    assertThat(of(Arrays.asList("t", "x", null)).chunk()).isEmpty();
    assertThat(of(List.of("t", "x", nil)).chunk()).isEmpty();
  }

  @Test
  void tellsHeartbeatsAndBrokenMessages() {
    PackWriter nil = new PackWriter(new ByteArraySink(8));
    nil.nil();

    assertThat(ForwardMessage.of(nil.sink().slice()).mode()).isEqualTo(Mode.HEARTBEAT);
    assertThat(of("text").mode()).isEqualTo(Mode.BROKEN);
    assertThat(of(10).mode()).isEqualTo(Mode.BROKEN);
    assertThat(of(Map.of("a", 1)).mode()).isEqualTo(Mode.BROKEN);
    assertThat(of(List.of()).mode()).isEqualTo(Mode.BROKEN);
    assertThat(of(List.of("t", 1)).mode()).isEqualTo(Mode.BROKEN);
  }

  @Test
  void knowsATagThatIsNoString() {
    ForwardMessage message = of(List.of(42, 1, Map.of(), Map.of("chunk", "c")));

    assertThat(message.hasTag()).isFalse();
    assertThat(message.chunk()).isPresent();
    assertThat(message.mode()).isEqualTo(Mode.MESSAGE);
  }
}
