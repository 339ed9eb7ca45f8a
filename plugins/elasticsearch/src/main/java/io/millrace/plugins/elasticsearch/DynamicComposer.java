package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes items by settings that each event fills in. Events that fill them in alike, as most of a
 * chunk do, share an {@link ItemComposer}. Not safe for use by several threads.
 */
final class DynamicComposer implements Composer {
  /** Each has scratch memory of its own. */
  private static final int MAX_COMPOSERS = 64;

  private final Function<EventView, DynamicTargetConfig> filler;
  private final Function<DynamicTargetConfig, Composer> maker;
  private final Map<DynamicTargetConfig, Composer> composers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DynamicTargetConfig, Composer> eldest) {
          return size() > MAX_COMPOSERS;
        }
      };
  private String index = "";

  /**
   * Makes items of the composers of {@code maker}.
   *
   * @param filler gives the settings of an event
   */
  DynamicComposer(
      Function<EventView, DynamicTargetConfig> filler,
      Function<DynamicTargetConfig, Composer> maker) {
    this.filler = filler;
    this.maker = maker;
  }

  @Override
  public boolean compose(EventView event, int ordinal, ByteArraySink out) {
    Composer composer;
    try {
      composer = composers.computeIfAbsent(filler.apply(event), maker);
    } catch (IllegalArgumentException e) {
      throw new RejectedEventException(String.valueOf(e.getMessage()));
    }
    boolean composed = composer.compose(event, ordinal, out);
    index = composer.index();
    return composed;
  }

  @Override
  public String index() {
    return index;
  }
}
