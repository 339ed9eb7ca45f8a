package io.millrace.plugins.tail;

import io.millrace.api.MultilineParser;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Puts lines together to events of several lines: up to the next first line if the parser knows
 * first lines, else until the parser recognises them.
 *
 * <p>Lines that wait are not settled, so they are read again after a crash.
 *
 * <p>Source: Fluentd's tail input, "multiline".
 */
final class MultiLines implements Assembly {
  private final MultilineParser rules;
  private final LineParser parser;
  private final boolean emitUnmatched;
  private final Optional<Duration> flushInterval;
  private final long longest;
  private final String path;
  private final Logger log;
  private final ByteArraySink waiting = new ByteArraySink(256);
  private boolean open;
  private long settled;
  private long end;
  private long lastLineNanos;

  MultiLines(MultilineParser rules, LineParser parser, TailConfig config, String path, Logger log) {
    this.rules = rules;
    this.parser = parser;
    this.emitUnmatched = config.emitUnmatchedLines();
    this.flushInterval = config.multilineFlushInterval();
    this.longest = config.longestLine();
    this.path = path;
    this.log = log;
  }

  @Override
  public void line(ByteSlice line, long next) {
    lastLineNanos = System.nanoTime();
    if (waiting.size() + line.length() > longest) {
      flush();
    }
    if (!rules.hasFirstLine()) {
      append(line);
      if (parser.matches(waiting.slice())) {
        clear(next);
      }
    } else if (rules.isFirstLine(line)) {
      if (open) {
        parser.parse(waiting.slice());
      }
      clear(end);
      append(line);
    } else if (open) {
      append(line);
    } else {
      log.warn("got incomplete line before first line from {}: {}", path, Quoted.of(line));
      if (emitUnmatched) {
        parser.emitUnmatched(line);
      }
      settled = next;
    }
    end = next;
  }

  private void append(ByteSlice line) {
    if (open) {
      waiting.write('\n');
    }
    waiting.write(line);
    open = true;
  }

  private void clear(long newSettled) {
    waiting.clear();
    open = false;
    settled = newSettled;
  }

  @Override
  public void skip(long next) {
    end = next;
    if (!open) {
      settled = next;
    }
  }

  @Override
  public long settled() {
    return settled;
  }

  @Override
  public void seek(long offset) {
    end = offset;
    clear(offset);
  }

  @Override
  public void flush() {
    if (!open) {
      return;
    }
    ByteSlice text = waiting.slice();
    if (!parser.matches(text)) {
      log.warn("got incomplete line at shutdown from {}: {}", path, Quoted.of(text));
      if (emitUnmatched) {
        parser.emitUnmatched(text);
      }
    }
    clear(end);
  }

  @Override
  public void flushIfIdle(long nowNanos) {
    if (open
        && flushInterval.isPresent()
        && nowNanos - lastLineNanos >= flushInterval.get().toNanos()) {
      flush();
    }
  }
}
