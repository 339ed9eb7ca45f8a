package io.millrace.plugins.elasticsearch;

import io.millrace.api.Tag;
import io.millrace.event.EventView;
import io.millrace.event.MutableRecord;
import io.millrace.expr.RubyTime;
import io.millrace.expr.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What expressions see: tag, time and record of an event, and settings of the plugin as instance
 * variables. The record is decoded when it is first asked for. Not safe for use by several threads.
 */
final class DynamicScope implements Scope {
  private static final List<String> OF_EVENT = List.of("tag", "tag_parts", "time", "record");

  private final Tag tag;
  private final String delimiter;
  private final List<String> settings;
  private final ZoneId zone = ZoneId.systemDefault();
  private @Nullable EventView event;
  private @Nullable MutableRecord record;

  /** For events of one tag; {@code settings} in the order of {@link #variables}. */
  DynamicScope(Tag tag, String delimiter, List<String> settings) {
    this.tag = tag;
    this.delimiter = delimiter;
    this.settings = settings;
  }

  /** Names of the variables of expressions, with {@code settings} as instance variables. */
  static List<String> variables(Iterable<String> settings) {
    List<String> variables = new ArrayList<>(OF_EVENT);
    settings.forEach(name -> variables.add("@" + name));
    return variables;
  }

  /** Turns to another event. */
  void show(EventView newEvent) {
    event = newEvent;
    record = null;
  }

  @Override
  public @Nullable Object value(int slot) {
    return switch (slot) {
      case 0 -> tag.value();
      case 1 -> tagParts();
      case 2 -> new RubyTime(Instant.ofEpochSecond(event().seconds(), event().nanos()), zone);
      case 3 -> record();
      default -> settings.get(slot - OF_EVENT.size());
    };
  }

  private List<String> tagParts() {
    return new ArrayList<>(Arrays.asList(tag.value().split(Pattern.quote(delimiter))));
  }

  private EventView event() {
    if (event == null) {
      throw new IllegalStateException("no event is shown");
    }
    return event;
  }

  private Map<@Nullable Object, @Nullable Object> record() {
    if (record == null) {
      record = event().toRecord();
    }
    return record.fields();
  }
}
