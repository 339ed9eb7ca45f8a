package io.millrace.plugins.filter;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Tag;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackReader;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.FilterDriver;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What record_modifier makes of a record. */
class RecordModifierFilterTest {

  private static FilterDriver driver(String... lines) {
    return FilterDriver.of("record_modifier", lines);
  }

  private static String one(FilterDriver driver, String json) {
    return driver.run(event("app.pay.x", 1700000000, json)).get(0).json();
  }

  @Test
  void fieldsAreSetOfTagTimeAndRecord() {
    FilterDriver driver =
        driver(
            section(
                "record",
                "service ${tag_parts[1]}",
                "none ${tag_parts[9]}",
                "whole ${tag}",
                "copy ${record['n']}",
                "missing ${record[\"m\"]}",
                "at ${time}",
                "next ${record[\"n\"] + 1}",
                "text n=${record[\"n\"]} \"quoted\" ${tag_parts.last}",
                "plain x[a]\\t"));

    assertThat(one(driver, "{\"n\":1,\"service\":\"old\"}"))
        .isEqualTo(
            "{\"n\":1,\"service\":\"pay\",\"none\":null,\"whole\":\"app.pay.x\",\"copy\":1,"
                + "\"missing\":null,\"at\":1700000000,\"next\":2,"
                + "\"text\":\"n=1 \\\"quoted\\\" x\",\"plain\":\"x[a]\\\\t\"}");
  }

  @Test
  void aFieldSeesThoseSetBeforeIt() {
    FilterDriver driver =
        driver(
            section(
                "record",
                "n ${record[\"n\"] * 2}",
                "m ${record[\"n\"] + 1}",
                "o ${record[\"m\"]}"));

    assertThat(one(driver, "{\"n\":5}")).isEqualTo("{\"n\":10,\"m\":11,\"o\":11}");
  }

  @Test
  void anExpressionMayChangeTheRecordItself() {
    FilterDriver driver =
        driver(
            "remove_keys _dummy_",
            section(
                "record",
                "_dummy_ ${record[\"k\"][\"labels\"] = record[\"k\"][\"labels\"].map {|a, b|"
                    + " [a.gsub(\".\", \"_\"), b]}.to_h; record.delete(\"x\"); nil}",
                "name ${record[\"k\"]}"));

    assertThat(one(driver, "{\"x\":1,\"k\":{\"labels\":{\"a.b\":1}}}"))
        .isEqualTo("{\"k\":{\"labels\":{\"a_b\":1}},\"name\":{\"labels\":{\"a_b\":1}}}");
  }

  @Test
  void keysAreRemovedOrOnlyThoseOnTheListKept() {
    assertThat(one(driver("remove_keys a,$.b.c"), "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"))
        .isEqualTo("{\"b\":{\"d\":3}}");
    assertThat(
            one(
                driver("whitelist_keys z, b", section("record", "new ${tag}")),
                "{\"a\":1,\"b\":2,\"z\":3}"))
        .isEqualTo("{\"z\":3,\"b\":2,\"new\":\"app.pay.x\"}");
  }

  @Test
  void textIsReplacedWhereverThePatternMatches() {
    FilterDriver driver =
        driver(
            section("replace", "key log", "expression /(\\d)(\\d)/", "replace <\\2\\1>"),
            section("replace", "key log", "expression /(?<w>[a-z]+)/", "replace \\k<w>!"),
            section("replace", "key n", "expression /1/", "replace x"));

    assertThat(one(driver, "{\"log\":\"12 34 5 abc\",\"n\":1}"))
        .isEqualTo("{\"log\":\"<21> <43> 5 abc!\",\"n\":1}");
  }

  @Test
  void prepareValueRunsOnce() {
    FilterDriver driver =
        driver(
            "prepare_value require 'socket'; @name = 'box'.upcase; @other = @name + '2'",
            section("record", "a ${@name}", "b <${@other}>"));

    assertThat(one(driver, "{}")).isEqualTo("{\"a\":\"BOX\",\"b\":\"<BOX2>\"}");
  }

  private static PackedEvents binary(byte[] bytes) {
    EventsBuilder builder = new EventsBuilder(64);
    builder.begin(EventTime.ofSeconds(1)).value(Map.of("t", Map.of("list", bytes)));
    return builder.build();
  }

  private static Object only(FilterDriver driver, PackedEvents events) {
    var seen = new java.util.concurrent.atomic.AtomicReference<>();
    try {
      io.millrace.event.EventCursor cursor = events.cursor();
      cursor.next();
      var verdict = ((io.millrace.api.Filter) driver.plugin()).filter(Tag.of("t"), cursor);
      seen.set(PackReader.read(verdict.editor().record()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return seen.get();
  }

  @Test
  void oneEncodingMarksBinaryAsTextAndTwoConvert() {
    byte[] japanese = "日本".getBytes(Charset.forName("Shift_JIS"));

    assertThat(only(driver("char_encoding shift_jis:utf-8"), binary(japanese)))
        .isEqualTo(Map.of("t", Map.of("list", "日本")));
    assertThat(only(driver("char_encoding utf-8"), binary("é".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Map.of("t", Map.of("list", "é")));
    assertThat(only(driver("char_encoding utf-8:utf-8"), binary(new byte[] {'a', (byte) 0xff})))
        .isEqualTo(Map.of("t", Map.of("list", "a\ufffd")));
  }

  @Test
  void anExpressionThatFailsSendsTheEventToTheErrorStream() {
    FilterDriver driver = driver(section("record", "a ${record[\"x\"].upcase}"));

    assertThat(driver.run(event("t", 1, "{}"), event("t", 2, "{\"x\":\"y\"}")))
        .containsExactly(event("t", 2, "{\"x\":\"y\",\"a\":\"Y\"}"));
    assertThat(driver.context().failures()).hasSize(1);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> driver("remove_keys a", "whitelist_keys b"))
        .hasMessageContaining("remove_keys and whitelist_keys are exclusive");
    assertThatThrownBy(() -> driver("char_encoding klingon:utf-8"))
        .hasMessageContaining("unknown encoding name - klingon");
    assertThatThrownBy(() -> driver(section("record", "a ${1 +}")))
        .hasMessageContaining("cannot compile `1 +`");
    assertThatThrownBy(() -> driver("prepare_value @a = (", section("record", "a ${@a}")))
        .hasMessageContaining("prepare_value: cannot run");
  }
}
