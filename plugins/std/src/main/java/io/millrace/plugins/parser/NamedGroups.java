package io.millrace.plugins.parser;

import io.millrace.api.ParseException;
import io.millrace.api.ParsedEvents;
import io.millrace.api.PerThread;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.event.RegexpTimeoutException;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import org.slf4j.Logger;

/**
 * Makes records of an expression's named groups; one that took no part is left out. Safe for use by
 * several threads.
 */
final class NamedGroups {
  private final RecordRules rules;
  private final Logger log;
  private final byte[][] names;
  private final PerThread<Scratch> scratch;

  /** What one thread uses over and over. */
  private record Scratch(RubyMatcher matcher, PackWriter record) {}

  NamedGroups(RubyRegexp regexp, RecordRules rules, Logger log) {
    this.rules = rules;
    this.log = log;
    this.names =
        regexp.names().stream().map(name -> ByteSlice.utf8(name).toBytes()).toArray(byte[][]::new);
    this.scratch =
        new PerThread<>(
            () -> new Scratch(regexp.matcher(), new PackWriter(new ByteArraySink(512))));
  }

  /**
   * Searches {@code text}; the matcher is this thread's and tells where the match is.
   *
   * @return whether it was found; false, and a warning, if that took too long
   */
  boolean find(ByteSlice text) {
    RubyMatcher matcher = scratch.get().matcher();
    try {
      return matcher.find(text);
    } catch (RegexpTimeoutException e) {
      log.warn("parsing timed out with {}: text = {}", matcher.regexp(), text);
      return false;
    }
  }

  /** Where this thread's last match starts in the array that was searched. */
  int start() {
    return scratch.get().matcher().start();
  }

  /** Where this thread's last match ends in the array that was searched. */
  int end() {
    return scratch.get().matcher().end();
  }

  /**
   * Emits the record of this thread's last match, which was found in {@code a}.
   *
   * @throws ParseException if it has a time that cannot be read
   */
  void emit(byte[] a, ParsedEvents out) {
    Scratch mine = scratch.get();
    write(a, mine);
    ByteArraySink record = mine.record().sink();
    rules.emit(record.array(), 0, record.size(), out);
  }

  private void write(byte[] a, Scratch mine) {
    RubyMatcher matcher = mine.matcher();
    int fields = 0;
    for (int i = 0; i < names.length; i++) {
      fields += matcher.named(i) >= 0 ? 1 : 0;
    }
    PackWriter record = mine.record();
    record.sink().clear();
    record.mapHeader(fields);
    for (int i = 0; i < names.length; i++) {
      int group = matcher.named(i);
      if (group >= 0) {
        record.text(names[i], 0, names[i].length);
        record.text(a, matcher.start(group), matcher.end(group) - matcher.start(group));
      }
    }
  }
}
