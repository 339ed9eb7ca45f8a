package io.millrace.plugins.filter.concat;

import static io.millrace.plugins.filter.concat.ConcatDriver.driver;
import static io.millrace.plugins.filter.concat.ConcatDriver.log;
import static io.millrace.plugins.filter.concat.ConcatDriver.plugin;
import static io.millrace.plugins.filter.concat.ConcatDriver.run;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which events concat joins, and into what. */
class ConcatFilterTest {
  private final TestContext context = new TestContext();

  @Test
  void soManyLinesMakeOne() {
    FilterDriver driver = driver(context, "n_lines 2", "separator \" | \"");

    assertThat(run(driver, log("a"), log("b"), log("c"), "{\"other\":1}", log("d")))
        .containsExactly(
            event("t", 2, log("a | b")),
            event("t", 4, "{\"other\":1}"),
            event("t", 5, log("c | d")));
  }

  @Test
  void theFieldsOfTheFirstEventWinOverThoseOfTheOneThatCompletesTheGroup() {
    FilterDriver driver = driver(context, "n_lines 3", "use_first_timestamp true");

    assertThat(
            run(
                driver,
                "{\"log\":\"a\",\"x\":1,\"first\":true}",
                "{\"log\":\"b\",\"x\":2,\"middle\":true}",
                "{\"z\":0,\"log\":\"c\",\"x\":3}"))
        .containsExactly(event("t", 1, "{\"z\":0,\"log\":\"a\\nb\\nc\",\"x\":1,\"first\":true}"));
  }

  @Test
  void aGroupEndsWhereTheNextOneStarts() {
    FilterDriver driver = driver(context, "multiline_start_regexp /^S/");

    assertThat(run(driver, log("stray"), log("S1"), log("+1"), log("S2"), log("S3"), log("+3")))
        .containsExactly(
            event("t", 1, log("stray")), event("t", 4, log("S1\\n+1")), event("t", 5, log("S2")));
    plugin(driver).beforeShutdown();
    assertThat(context.events()).containsExactly(event("t", 6, log("S3\\n+3")));
  }

  @Test
  void aGroupEndsWithALineThatSaysSo() {
    FilterDriver driver =
        driver(context, "multiline_start_regexp /^S/", "multiline_end_regexp /E$/");

    assertThat(run(driver, log("S1"), log("E"), log("SE"), log("S2"), log("SE2E"), log("E")))
        .containsExactly(
            event("t", 2, log("S1\\nE")),
            event("t", 3, log("SE")),
            event("t", 5, log("S2")),
            event("t", 5, log("SE2E")),
            event("t", 6, log("E")));
  }

  @Test
  void withoutAStartEveryLineMayBeginAGroup() {
    FilterDriver driver = driver(context, "multiline_end_regexp /E$/");

    assertThat(run(driver, log("a"), log("bE"), log("cE")))
        .containsExactly(event("t", 2, log("a\\nbE")), event("t", 3, log("cE")));
  }

  @Test
  void aLineThatDoesNotContinueEndsTheGroupAndStandsAlone() {
    FilterDriver driver =
        driver(context, "multiline_start_regexp /^S/", "continuous_line_regexp /^ /");

    assertThat(run(driver, log("S1"), log(" 1"), log("alone"), log(" stray")))
        .containsExactly(
            event("t", 3, log("S1\\n 1")),
            event("t", 3, log("alone")),
            event("t", 4, log(" stray")));
  }

  @Test
  void streamsOfOneTagAndTagsAreKeptApart() {
    FilterDriver driver = driver(context, "n_lines 2", "stream_identity_key c");

    List<TestEvent> out =
        run(
            driver,
            "{\"c\":\"x\",\"log\":\"x1\"}",
            "{\"c\":\"y\",\"log\":\"y1\"}",
            "{\"c\":\"y\",\"log\":\"y2\"}",
            "{\"c\":\"x\",\"log\":\"x2\"}");

    assertThat(out)
        .containsExactly(
            event("t", 3, "{\"c\":\"y\",\"log\":\"y1\\ny2\"}"),
            event("t", 4, "{\"c\":\"x\",\"log\":\"x1\\nx2\"}"));
    driver.run(event("a", 1, "{\"c\":\"x\",\"log\":\"1\"}"));
    assertThat(driver.run(event("b", 1, "{\"c\":\"x\",\"log\":\"2\"}"))).isEmpty();
    assertThat(context.gauge("held_groups")).isEqualTo(2);
  }

  @Test
  void aFieldSaysWhetherMoreFollows() {
    FilterDriver driver = driver(context, "partial_key p", "partial_value true", "separator \"\"");

    assertThat(
            run(
                driver,
                "{\"p\":\"true\",\"log\":\"a\"}",
                log("no part"),
                "{\"p\":\"false\",\"log\":\"b\",\"n\":1}"))
        .containsExactly(event("t", 2, log("no part")), event("t", 3, "{\"log\":\"ab\",\"n\":1}"));
    assertThat(
            run(
                driver(context, "partial_key p", "partial_value true", "keep_partial_key true"),
                "{\"p\":\"false\",\"log\":\"b\"}"))
        .containsExactly(event("t", 1, "{\"p\":\"false\",\"log\":\"b\"}"));
  }

  @Test
  void theLogTagOfCriSaysWhatBelongsTogether() {
    FilterDriver driver =
        driver(
            context,
            "use_partial_cri_logtag true",
            "partial_cri_logtag_key tag",
            "stream_identity_key stream",
            "separator \"\"");

    assertThat(
            run(
                driver,
                "{\"stream\":\"stdout\",\"tag\":\"P\",\"log\":\"a\"}",
                "{\"stream\":\"stderr\",\"tag\":\"F\",\"log\":\"e\"}",
                "{\"stream\":\"stdout\",\"tag\":\"P:x\",\"log\":\"b\"}",
                "{\"stream\":\"stdout\",\"tag\":\"F:x\",\"log\":\"c\"}"))
        .containsExactly(event("t", 2, log("e")), event("t", 4, log("abc")));
  }

  @Test
  void dockersPartsAreJoinedInTheOrderOfTheirNumbers() {
    FilterDriver driver = driver(context, "use_partial_metadata true", "separator \"\"");
    String part = "{\"log\":\"%s\",\"partial_message\":\"true\",\"partial_id\":\"%s\",";

    assertThat(
            run(
                driver,
                part.formatted("a2", "A")
                    + "\"partial_ordinal\":\"10\",\"partial_last\":\"false\"}",
                part.formatted("b1", "B") + "\"partial_ordinal\":\"1\",\"partial_last\":\"true\"}",
                part.formatted("a1", "A") + "\"partial_ordinal\":\"9\",\"partial_last\":\"false\"}",
                part.formatted("a3", "A")
                    + "\"partial_ordinal\":\"11\",\"partial_last\":\"true\"}"))
        .containsExactly(event("t", 2, log("b1")), event("t", 4, log("a1a2a3")));
  }

  @Test
  void journaldsPartsAreKnownByTheirId() {
    FilterDriver driver =
        driver(
            context,
            "use_partial_metadata true",
            "partial_metadata_format docker-journald",
            "separator \"\"");

    assertThat(
            run(
                driver,
                "{\"log\":\"a\",\"CONTAINER_PARTIAL_MESSAGE\":\"true\",\"CONTAINER_PARTIAL_ID\":\"i\","
                    + "\"CONTAINER_PARTIAL_ORDINAL\":\"1\",\"CONTAINER_PARTIAL_LAST\":\"false\"}",
                "{\"log\":\"b\",\"CONTAINER_PARTIAL_ID\":\"i\","
                    + "\"CONTAINER_PARTIAL_ORDINAL\":\"2\",\"CONTAINER_PARTIAL_LAST\":\"true\"}"))
        .containsExactly(event("t", 2, log("ab")));
  }

  @Test
  void aStreamThatIsNoConcernOfTheFilterIsNotCopied() {
    FilterDriver driver = driver(context, "n_lines 2");
    EventStream other = TestEvent.pack(event("t", 1, "{\"a\":1}"), event("t", 2, "{\"a\":2}"));
    EventStream ownLog = TestEvent.pack(event("t", 1, log("a")));

    assertThat(plugin(driver).filter(Tag.of("t"), other)).isSameAs(other);
    assertThat(plugin(driver).filter(Tag.of("fluent.warn"), ownLog)).isSameAs(ownLog);
  }

  @Test
  void aTextThatIsNoneCountsAsRubyWritesIt() {
    assertThat(
            run(driver(context, "n_lines 3"), "{\"log\":1}", "{\"log\":null}", "{\"log\":[true]}"))
        .containsExactly(event("t", 3, log("1\\n\\n[true]")));
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> driver(context)).hasMessageContaining("is required");
    assertThatThrownBy(() -> driver(context, "n_lines 2", "multiline_end_regexp /a/"))
        .hasMessageContaining("are exclusive");
    assertThatThrownBy(() -> driver(context, "partial_key p"))
        .hasMessageContaining("partial_value is required when partial_key is specified");
    assertThatThrownBy(() -> driver(context, "use_partial_cri_logtag true"))
        .hasMessageContaining("partial_cri_logtag_key is required");
    assertThatThrownBy(
            () -> driver(context, "use_partial_metadata true", "partial_metadata_format docker"))
        .hasMessageContaining("docker-journald");
    assertThatThrownBy(() -> driver(context, "n_lines 0")).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> driver(context, "n_lines 2", "group_limit 0"))
        .hasMessageContaining("group_limit");
    assertThatThrownBy(() -> driver(context, "n_lines 2", "timeout_label @NONE"))
        .hasMessageContaining("@NONE label not found");
  }
}
