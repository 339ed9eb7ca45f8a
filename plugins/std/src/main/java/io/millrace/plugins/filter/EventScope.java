package io.millrace.plugins.filter;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.MutableRecord;
import io.millrace.event.PackReader;
import io.millrace.event.RecordEditor;
import io.millrace.expr.RubyTime;
import io.millrace.expr.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event that templates are filled in for, and what they may ask of it. One thread's; what is
 * costly, such as the record as a map, is made when it is first asked for.
 */
final class EventScope implements Scope {
  /** Names of the variables of expressions; {@link #value} is asked by position. */
  static final List<String> VARIABLES =
      List.of("tag", "time", "record", "tag_parts", "tag_prefix", "tag_suffix", "hostname", "tags");

  /** Parts of a tag from either end, kept while the tag stays the same. */
  private record TagPieces(Tag tag, List<ByteSlice> prefixes, List<ByteSlice> suffixes) {
    static TagPieces of(Tag tag) {
      List<ByteSlice> prefixes = new ArrayList<>();
      List<ByteSlice> suffixes = new ArrayList<>();
      List<String> parts = tag.parts();
      for (int i = 0; i < parts.size(); i++) {
        prefixes.add(ByteSlice.utf8(String.join(".", parts.subList(0, i + 1))));
        suffixes.add(ByteSlice.utf8(String.join(".", parts.subList(i, parts.size()))));
      }
      return new TagPieces(tag, prefixes, suffixes);
    }
  }

  private final String hostname;
  private final ByteArraySink text = new ByteArraySink(128);
  private TagPieces pieces = TagPieces.of(Tag.of(""));
  private Tag tag = Tag.of("");
  private @Nullable EventView event;
  private @Nullable MutableRecord record;

  EventScope(String hostname) {
    this.hostname = hostname;
  }

  /** Turns to another event. */
  void show(Tag newTag, EventView newEvent) {
    tag = newTag;
    event = newEvent;
    record = null;
  }

  /** The same event, as it is after a change; {@link #put} tells which. */
  void showChanged(EventView changed) {
    event = changed;
  }

  /** A field of the record was set, which expressions are to see. */
  void put(String name, byte[] a, int at) {
    if (record != null) {
      record.fields().put(name, PackReader.read(a, at));
    }
  }

  Tag tag() {
    return tag;
  }

  EventView event() {
    if (event == null) {
      throw new IllegalStateException("no event is shown");
    }
    return event;
  }

  /** An empty sink for putting a text together. */
  ByteArraySink text() {
    text.clear();
    return text;
  }

  /** The first one, two, ... parts of the tag. */
  List<ByteSlice> tagPrefixes() {
    return pieces().prefixes;
  }

  /** The tag without its first none, one, ... parts. */
  List<ByteSlice> tagSuffixes() {
    return pieces().suffixes;
  }

  private TagPieces pieces() {
    if (!pieces.tag.equals(tag)) {
      pieces = TagPieces.of(tag);
    }
    return pieces;
  }

  @Override
  public @Nullable Object value(int slot) {
    return switch (VARIABLES.get(slot)) {
      case "tag" -> tag.value();
      case "time" ->
          new RubyTime(
              Instant.ofEpochSecond(event().seconds(), event().nanos()), ZoneId.systemDefault());
      case "record" -> record();
      case "tag_parts", "tags" -> new ArrayList<>(tag.parts());
      case "tag_prefix" -> texts(tagPrefixes());
      case "tag_suffix" -> texts(tagSuffixes());
      default -> hostname;
    };
  }

  private static List<String> texts(List<ByteSlice> slices) {
    List<String> texts = new ArrayList<>();
    slices.forEach(slice -> texts.add(slice.toString()));
    return texts;
  }

  private Map<@Nullable Object, @Nullable Object> record() {
    return wholeRecord().fields();
  }

  /** The record as expressions see it, and as they left it. */
  MutableRecord wholeRecord() {
    if (record == null) {
      record = event().toRecord();
    }
    return record;
  }

  /**
   * Takes over what expressions did to maps and arrays inside the record. The record itself they
   * see as a copy: Fluentd sets and deletes top-level fields of the original only, but shares what
   * is in them.
   */
  void takeOver(RecordEditor editor) {
    if (record == null) {
      return;
    }
    record
        .fields()
        .forEach(
            (key, value) -> {
              if (key instanceof String name && (value instanceof Map || value instanceof List)) {
                editor.value().value(value);
                editor.put(ByteSlice.utf8(name));
              }
            });
  }
}
