package io.millrace.plugins.filter;

import io.millrace.api.ErrorSink;
import io.millrace.api.MillraceException;
import io.millrace.api.ParseException;
import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventsBuilder;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.Utf8;
import io.millrace.plugins.filter.ParserFilter.Config;
import java.util.Optional;

/** One stream's way through {@link ParserFilter}; kept by a thread for the next stream. */
final class ParserPass implements ParsedEvents {
  private static final ByteSlice NO_FIELDS = ByteSlice.of(new byte[] {(byte) 0x80});

  private final Config config;
  private final Parser parser;
  private final ErrorSink errors;
  private final Optional<ByteSlice> prefix;
  private final Optional<ByteSlice> hashField;
  private final EventCursor cursor = new EventCursor();
  private final RecordEditor editor = new RecordEditor();
  private final ByteArraySink prefixedBytes = new ByteArraySink(256);
  private final PackWriter prefixed = new PackWriter(prefixedBytes);
  private final EventsBuilder out = new EventsBuilder(4096);
  private Tag tag = Tag.of("");

  ParserPass(Config config, Parser parser, ErrorSink errors) {
    this.config = config;
    this.parser = parser;
    this.errors = errors;
    this.prefix = config.injectKeyPrefix().map(ByteSlice::utf8);
    this.hashField = config.hashValueField().map(ByteSlice::utf8);
  }

  PackedEvents run(Tag newTag, PackedEvents events) {
    tag = newTag;
    out.build(); // forgets what a stream left that an error ended
    cursor.reset(events);
    while (cursor.next()) {
      parse(cursor.find(config.keyName()));
    }
    return out.build();
  }

  private void parse(int at) {
    byte[] a = cursor.array();
    if (at < 0 || Pack.kind(a, at) == Pack.Kind.NIL) {
      invalid(new IllegalArgumentException(config.keyName() + " does not exist"));
      passOn();
      return;
    }
    try {
      boolean matched =
          Pack.isRaw(a, at)
              ? parser.parse(text(a, at), this)
              : parser.parseValue(ByteSlice.of(a, at, Pack.skip(a, at) - at), this);
      if (!matched) {
        unmatched();
      }
    } catch (ParseException e) {
      invalid(e);
    } catch (RuntimeException e) {
      invalid(
          new MillraceException("parse failed in " + config.keyName() + ": " + e.getMessage(), e));
    }
  }

  private ByteSlice text(byte[] a, int at) {
    ByteSlice text = PackText.bytes(a, at);
    boolean replace =
        config.replaceInvalidSequence() && !Utf8.isValid(a, text.offset(), text.end());
    return replace ? ByteSlice.of(Utf8.scrub(a, text.offset(), text.end())) : text;
  }

  private void invalid(Exception error) {
    if (config.emitInvalidRecordToError()) {
      errors.emit(tag, cursor, error);
    }
  }

  /** With {@code reserve_data}: the event as it is, with nothing found. */
  private void passOn() {
    if (config.reserveData()) {
      editor.copyOf(cursor.array(), cursor.recordStart(), cursor.recordEnd());
      hashField.ifPresent(key -> put(key, NO_FIELDS));
      out.append(cursor, editor.record());
    }
  }

  @Override
  public void unmatched() {
    invalid(
        new ParseException(
            "pattern not matched with data '"
                + PackText.bytes(cursor.array(), cursor.find(config.keyName()))
                + "'"));
    passOn();
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    if (config.reserveTime()) {
      out.append(cursor, merged(record));
    } else {
      out.begin(seconds, nanos, false).packed(merged(record));
    }
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    out.append(cursor, merged(record));
  }

  /** The record to go on, made of what was found; valid until the next call. */
  private ByteSlice merged(ByteSlice record) {
    ByteSlice found = prefix.map(text -> prefixed(record, text)).orElse(record);
    if (config.reserveData()) {
      editor.copyOf(cursor.array(), cursor.recordStart(), cursor.recordEnd());
      if (config.removeKeyNameField()) {
        editor.remove(config.keyName());
      }
    } else if (hashField.isPresent()) {
      editor.clear();
    } else {
      return found;
    }
    if (hashField.isPresent()) {
      put(hashField.get(), found);
    } else {
      Splice.mergeMap(editor, found.array(), found.offset());
    }
    return editor.record();
  }

  private ByteSlice prefixed(ByteSlice record, ByteSlice text) {
    prefixedBytes.clear();
    Splice.prefixed(record.array(), record.offset(), text, prefixed);
    return prefixedBytes.slice();
  }

  private void put(ByteSlice key, ByteSlice packed) {
    editor.value().packed(packed);
    editor.put(key);
  }
}
