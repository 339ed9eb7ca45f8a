package io.millrace.plugins.filter;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Filter;
import io.millrace.api.Verdict;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestEvent;
import org.junit.jupiter.api.Test;

/** Which names dedot changes. */
class DedotFilterTest {
  private static FilterDriver driver(String... lines) {
    return FilterDriver.of("dedot", lines);
  }

  private static String one(FilterDriver driver, String json) {
    return driver.run(event("t", 1, json)).get(0).json();
  }

  @Test
  void dotsInNamesOfTheRecordAreReplaced() {
    assertThat(one(driver(), "{\"a.b.c\":1,\"d\":{\"e.f\":2},\".\":3}"))
        .isEqualTo("{\"a_b_c\":1,\"d\":{\"e.f\":2},\"_\":3}");
    assertThat(one(driver("de_dot_separator __"), "{\"a.b\":\"x.y\"}"))
        .isEqualTo("{\"a__b\":\"x.y\"}");
  }

  @Test
  void nestedMapsAndMapsInArraysAreChangedOnRequest() {
    assertThat(
            one(
                driver("de_dot_nested true"),
                "{\"a\":{\"b.c\":{\"d.e\":1}},\"l\":[{\"f.g\":2},3,{\"h\":4}],\"n\":[[5]]}"))
        .isEqualTo("{\"a\":{\"b_c\":{\"d_e\":1}},\"l\":[{\"f_g\":2},3,{\"h\":4}],\"n\":[[5]]}");
  }

  @Test
  void ofTwoNamesThatBecomeTheSameTheLastValueStaysInTheFirstPlace() {
    assertThat(one(driver(), "{\"a.b\":1,\"c\":2,\"a_b\":3}")).isEqualTo("{\"a_b\":3,\"c\":2}");
  }

  @Test
  void onlyTheMapsThatAreNamedAreChanged() {
    FilterDriver driver =
        driver(
            "de_dot_paths $.kubernetes.labels,$['kubernetes']['annotations']",
            "de_dot_nested true");

    assertThat(
            one(
                driver,
                "{\"x.y\":1,\"kubernetes\":{\"labels\":{\"app.kubernetes.io/name\":\"a\","
                    + "\"n\":{\"o.p\":1}},\"annotations\":\"none.\"}}"))
        .isEqualTo(
            "{\"x.y\":1,\"kubernetes\":{\"labels\":{\"app_kubernetes_io/name\":\"a\","
                + "\"n\":{\"o_p\":1}},\"annotations\":\"none.\"}}");
  }

  private static Verdict verdict(FilterDriver driver, PackedEvents events) throws Exception {
    EventCursor cursor = events.cursor();
    cursor.next();
    return ((Filter) driver.plugin()).filter(event("t", 1, "{}").tag(), cursor);
  }

  @Test
  void aRecordWithoutDotsIsNotCopied() throws Exception {
    PackedEvents events = TestEvent.pack(event("t", 1, "{\"a\":{\"b.c\":1}}"));

    assertThat(verdict(driver(), events)).isSameAs(Verdict.KEEP);
    assertThat(verdict(driver("de_dot_paths $.b"), events)).isSameAs(Verdict.KEEP);
    assertThat(verdict(driver("de_dot false", "de_dot_nested true"), events))
        .isSameAs(Verdict.KEEP);
  }

  @Test
  void keysThatAreNoTextStay() throws Exception {
    byte[] packed = {(byte) 0x92, 1, (byte) 0x82, 1, 2, (byte) 0xa1, '.', 3};
    Verdict verdict = verdict(driver(), PackedEvents.check(ByteSlice.of(packed)));

    assertThat(verdict.editor().record().toBytes())
        .isEqualTo(new byte[] {(byte) 0x82, 1, 2, (byte) 0xa1, '_', 3});
  }

  @Test
  void aSeparatorWithADotIsRefused() {
    assertThatThrownBy(() -> driver("de_dot_separator a.b"))
        .hasMessageContaining("Invalid de_dot_separator: cannot be or contain '.'");
  }
}
