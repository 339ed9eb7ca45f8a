package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.RecordPath;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders: Fluentd's extract_placeholders and its validators. */
class TemplateTest {
  private static final ChunkId ID = ChunkId.parse("0123456789abcdef0123456789abcdef");
  private static final ChunkKeys EVERYTHING =
      new ChunkKeys(
          true,
          Optional.of(Duration.ofHours(1)),
          ZoneId.of("Asia/Tokyo"),
          List.of(RecordPath.parse("level"), RecordPath.parse("$.k8s.ns")));
  private static final ChunkKey FULL =
      new ChunkKey(
          OptionalLong.of(1_699_999_200),
          Optional.of(Tag.of("app.web.eu")),
          Map.of("level", "info", "$.k8s.ns", "shop"),
          0);

  private static ChunkKeys keys(String... fields) {
    return new ChunkKeys(
        false,
        Optional.empty(),
        ZoneOffset.UTC,
        Arrays.stream(fields).map(RecordPath::parse).toList());
  }

  private static ChunkKeys tagKey() {
    return new ChunkKeys(true, Optional.empty(), ZoneOffset.UTC, List.of());
  }

  private static ChunkKeys timeKey(Duration timekey) {
    return new ChunkKeys(false, Optional.of(timekey), ZoneOffset.UTC, List.of());
  }

  private static ChunkKey ofTag(String tag) {
    return new ChunkKey(OptionalLong.empty(), Optional.of(Tag.of(tag)), Map.of(), 0);
  }

  @ParameterizedTest
  @CsvSource({
    "a/${tag}/b, a/app.web.eu/b",
    "${tag[0]}-${tag[-1]}, app-eu",
    "x${tag[3]}${tag[-9]}y, xy",
    "%Y/%m/%d/%H-%M, 2023/11/15/07-00",
    "${level}/${$.k8s.ns}, info/shop",
    "${chunk_id}.log, 0123456789abcdef0123456789abcdef.log",
    "${unknown}x, x",
    "%{path}%{index}, %{path}%{index}",
    "plain, plain",
  })
  void placeholdersAreFilledIn(String template, String expected) {
    assertThat(Template.of(template).expand(FULL, EVERYTHING, ID)).isEqualTo(expected);
  }

  @Test
  void withoutAnyKeyOnlyTheFirstChunkIdIsReplaced() {
    assertThat(
            Template.of("%Y ${tag} ${chunk_id} ${chunk_id} ${x}")
                .expand(ChunkKey.EMPTY, ChunkKeys.NONE, ID))
        .isEqualTo("%Y ${tag} " + ID + " ${chunk_id} ${x}");
  }

  @Test
  void withoutATimeKeyDirectivesStay() {
    assertThat(Template.of("%Y-${tag}").expand(ofTag("a"), tagKey(), ID)).isEqualTo("%Y-a");
  }

  @Test
  void withoutFieldKeysTheirPlaceholdersStay() {
    assertThat(Template.of("${level}").expand(ofTag("a"), tagKey(), ID)).isEqualTo("${level}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "a..\\b", "/etc", "\\server"})
  void aTagThatLeadsOutOfTheDirectoryIsRefused(String tag) {
    assertThatThrownBy(() -> Template.of("out/${tag}").expand(ofTag(tag), tagKey(), ID))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessage("Invalid path component detected in tag: " + tag);
  }

  @Test
  void aTagWithASlashInsideIsFine() {
    assertThat(Template.of("out/${tag}").expand(ofTag("a/b"), tagKey(), ID)).isEqualTo("out/a/b");
  }

  @Test
  void aFieldThatLeadsOutOfTheDirectoryIsRefused() {
    ChunkKey key = new ChunkKey(OptionalLong.empty(), Optional.empty(), Map.of("level", "../x"), 0);

    assertThatThrownBy(() -> Template.of("out/${level}").expand(key, keys("level"), ID))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessage("Invalid path component detected in ${level}: ../x");
  }

  @Test
  void partsMustNotFormAClimbTogether() {
    assertThatThrownBy(() -> Template.of("out/.${tag}/x").expand(ofTag("."), tagKey(), ID))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessage("Invalid path component detected in out/../x");
  }

  private static void check(String template, ChunkKeys keys, String problem) {
    assertThatThrownBy(() -> Template.of(template).validate("path", keys))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Parameter 'path: " + template + "' " + problem);
  }

  @Test
  void validationHasFluentdsSevenTexts() {
    check(
        "/p/%Y%m%d",
        ChunkKeys.NONE, "has timestamp placeholders, but chunk key 'time' is not configured");
    check(
        "/p/x",
        timeKey(Duration.ofHours(1)),
        "doesn't have timestamp placeholders for timekey 3600");
    check(
        "/p/%Y%m%d",
        timeKey(Duration.ofHours(1)),
        "doesn't have timestamp placeholder for hour('%H') for timekey 3600");
    check(
        "/p/${tag[0]}",
        ChunkKeys.NONE,
        "has tag placeholders, but chunk key 'tag' is not configured");
    check("/p", tagKey(), "doesn't have tag placeholder");
    check("/p/${b}${a}", ChunkKeys.NONE, "has placeholders, but chunk keys doesn't have keys a,b");
    check("/p", keys("b", "a"), "doesn't have enough placeholders for keys a,b");
  }

  @Test
  void placeholdersThatMatchTheKeysAreValid() {
    assertThatCode(
            () ->
                Template.of("/p/${tag}/%Y%m%d%H/${level}/${$.k8s.ns}/${chunk_id}")
                    .validate("path", EVERYTHING))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "a.%Y%m%d.${tag}, %Y%m%d",
    "a.%Y, %Y",
    "a.${tag[1]}.${level}, ${tag[1]}",
    "a.${level}.${chunk_id}, ${level}",
  })
  void thePlaceholderWithoutAKeyIsNamed(String template, String placeholder) {
    assertThat(Template.of(template).unfillable(ChunkKeys.NONE)).hasValue(placeholder);
    assertThat(Template.of(template).unfillable(EVERYTHING)).isEmpty();
  }

  @Test
  void keysNeedNoPlaceholder() {
    assertThat(Template.of("dump.${chunk_id}.%{x}").unfillable(EVERYTHING)).isEmpty();
    assertThat(Template.of("dump.${chunk_id}.%{x}").unfillable(ChunkKeys.NONE)).isEmpty();
  }

  @Test
  void directivesInAValueAreNotThoseOfTheTime() {
    ChunkKeys keys = new ChunkKeys(true, EVERYTHING.timekey(), ZoneOffset.UTC, List.of());
    ChunkKey key = new ChunkKey(OptionalLong.of(0), Optional.of(Tag.of("app.%Y")), Map.of(), 0);

    assertThat(Template.of("%Y/${tag}").expand(key, keys, ID)).isEqualTo("1970/app.%Y");
  }

  @Test
  void theTimeIsWrittenInTheZoneOfTheSlices() {
    ChunkKey midnight = new ChunkKey(OptionalLong.of(1_699_974_000), Optional.empty(), Map.of(), 0);
    ChunkKeys tokyo =
        new ChunkKeys(false, Optional.of(Duration.ofDays(1)), ZoneId.of("Asia/Tokyo"), List.of());

    assertThat(Template.of("%F %T %z").expand(midnight, tokyo, ID))
        .isEqualTo("2023-11-15 00:00:00 +0900");
    assertThat(Template.of("%F %T %z").expand(midnight, timeKey(Duration.ofDays(1)), ID))
        .isEqualTo("2023-11-14 15:00:00 +0000");
  }

  @Test
  void aSecondChunkIdCountsAsAField() {
    assertThat(Template.of("${chunk_id}-${chunk_id}").expand(FULL, EVERYTHING, ID))
        .isEqualTo(ID + "-");
  }

  @Test
  void aFieldWithoutAValueIsTheEmptyText() {
    ChunkKey key = new ChunkKey(OptionalLong.empty(), Optional.empty(), Map.of("other", "x"), 0);

    assertThat(Template.of("a${level}b").expand(key, keys("level", "other"), ID)).isEqualTo("ab");
  }

  @Test
  void aTagPlaceholderWithoutATagKeyIsAFieldThatIsUnknown() {
    ChunkKey key = new ChunkKey(OptionalLong.empty(), Optional.empty(), Map.of("level", "x"), 0);

    assertThat(Template.of("${tag}/${tag[0]}/${level}").expand(key, keys("level"), ID))
        .isEqualTo("/${tag[0]}/x");
  }
}
