package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteSlice;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Source: Fluentd's msgpack parser. */
class MsgpackParserTest {
  private static final String MSGPACK = "@type msgpack\nestimate_current_event false\n";

  private static ByteSlice hex(String digits) {
    return ByteSlice.of(HexFormat.of().parseHex(digits));
  }

  @Test
  void takesMapsAndArraysOfMaps() {
    assertThat(Parsed.parse(MSGPACK, hex("81a16101" + "9381a16202" + "05" + "80" + "c0")))
        .containsExactly("- {\"a\":1}", "- {\"b\":2}", "unmatched", "- {}", "unmatched");
  }

  @Test
  void takesTheTime() {
    assertThat(
            Parsed.parse(
                "@type msgpack\ntime_key t\ntime_type unixtime",
                hex("83a174ce5f5e1000a161a178a1629301c0cb3ff8000000000000")))
        .containsExactly("1600000000.000000000 {\"a\":\"x\",\"b\":[1,null,1.5]}");
  }

  @Test
  void bytesThatAreCutShortMakeNoEvent() {
    assertThat(Parsed.parse(MSGPACK, hex("81a16101" + "81a162")))
        .singleElement()
        .asString()
        .startsWith("error: invalid MessagePack: cut short");
    assertThat(Parsed.parse(MSGPACK, hex("c1")).get(0)).startsWith("error: invalid MessagePack");
    assertThat(Parsed.parse(MSGPACK, ByteSlice.EMPTY)).containsExactly("unmatched");
  }
}
