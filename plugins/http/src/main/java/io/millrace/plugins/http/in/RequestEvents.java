package io.millrace.plugins.http.in;

import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.JsonPacker;
import io.millrace.event.MalformedJsonException;
import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.event.RubyNumber;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes the events of one request. A value that is no record is left out and counted, as is JSON
 * that is broken: Fluentd answers 200 all the same.
 *
 * <p>Source: Fluentd's in_http.
 */
final class RequestEvents implements ParsedEvents {
  private final Parser parser;
  private final InstantSource clock;
  private final AddedFields added;
  private final Optional<EventTime> time;
  private final EventsBuilder events;
  private int invalid;

  RequestEvents(
      Parser parser, InstantSource clock, AddedFields added, Parameters parameters, int size) {
    this.parser = parser;
    this.clock = clock;
    this.added = added;
    this.time = parameters.get("time").map(text -> time(text.toString(), clock));
    this.events = new EventsBuilder(Math.max(256, size));
  }

  /** Seconds with a fraction; 0, and what is no number, is the current time. */
  private static EventTime time(String text, InstantSource clock) {
    double seconds = RubyNumber.floating(text);
    return seconds == 0 ? EventTime.of(clock.instant()) : EventTime.ofExactSeconds(seconds);
  }

  /**
   * Reads the body with the parser of the configuration.
   *
   * @throws io.millrace.api.ParseException if it matches and still makes no event
   */
  void parse(ByteSlice body) {
    if (!parser.parse(body, this)) {
      unmatched();
    }
  }

  /** One JSON value. */
  void json(ByteSlice json) {
    PackWriter value = new PackWriter(new ByteArraySink(json.length() + 16));
    try {
      new JsonPacker(Integer.MAX_VALUE).pack(json, value);
    } catch (MalformedJsonException e) {
      unmatched();
      return;
    }
    value(value.sink().array(), 0, value.sink().size());
  }

  /** A JSON value on each line. */
  void lines(ByteSlice text) {
    byte[] a = text.array();
    int from = text.offset();
    while (from < text.end()) {
      int end = from;
      while (end < text.end() && a[end] != '\n') {
        end++;
      }
      int trimmed = end > from && a[end - 1] == '\r' ? end - 1 : end;
      if (trimmed > from) {
        json(ByteSlice.of(a, from, trimmed - from));
      }
      from = end + 1;
    }
  }

  /** MessagePack values one behind the other; what is cut short is left out. */
  void msgpack(ByteSlice packed) {
    byte[] a = packed.array();
    int at = packed.offset();
    while (at < packed.end()) {
      int next;
      try {
        next = Pack.check(a, at, packed.end());
      } catch (MalformedPackException e) {
        unmatched();
        return;
      }
      value(a, at, next);
      at = next;
    }
  }

  private void value(byte[] a, int at, int end) {
    if (Pack.kind(a, at) == Pack.Kind.ARRAY) {
      int item = Pack.body(a, at);
      for (int left = Pack.count(a, at); left > 0; left--) {
        int next = Pack.skip(a, item);
        record(ByteSlice.of(a, item, next - item));
        item = next;
      }
    } else {
      record(ByteSlice.of(a, at, end - at));
    }
  }

  private void record(ByteSlice value) {
    if (Pack.kind(value.array(), value.offset()) != Pack.Kind.MAP) {
      unmatched();
    } else if (time.isPresent()) {
      add(time.get(), value); // the parameter wins, and a field of the time stays
    } else if (!parser.parseValue(value, this)) {
      unmatched();
    }
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    add(time.orElse(new EventTime(seconds, nanos)), record);
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    add(time.orElseGet(() -> EventTime.of(clock.instant())), record);
  }

  private void add(EventTime when, ByteSlice record) {
    events.append(when, added.addTo(record));
  }

  @Override
  public void unmatched() {
    invalid++;
  }

  /** Values that made no event. */
  int invalid() {
    return invalid;
  }

  PackedEvents build() {
    return events.build();
  }
}
