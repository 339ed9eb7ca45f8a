package io.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Keys are alike if all their parts are. */
class ChunkKeyTest {
  private static ChunkKey key(long timekey, String tag, String user, int seq) {
    return new ChunkKey(
        OptionalLong.of(timekey), Optional.of(Tag.of(tag)), Map.of("user", user), seq);
  }

  @Test
  void alikeIfAllPartsAre() {
    ChunkKey key = key(60, "app", "a", 0);

    assertThat(key).isEqualTo(key(60, "app", "a", 0)).hasSameHashCodeAs(key(60, "app", "a", 0));
    assertThat(key).isEqualTo(key);
  }

  @Test
  void differentIfOnePartIs() {
    ChunkKey key = key(60, "app", "a", 0);

    assertThat(key)
        .isNotEqualTo(key(120, "app", "a", 0))
        .isNotEqualTo(key(60, "web", "a", 0))
        .isNotEqualTo(key(60, "app", "b", 0))
        .isNotEqualTo(key(60, "app", "a", 1))
        .isNotEqualTo(ChunkKey.EMPTY)
        .isNotEqualTo("app");
  }
}
