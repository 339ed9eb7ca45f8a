package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.RecordPath;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An output that remembers the numbers it is given as packed events; fails until it works. */
class Numbers implements Output, ChunkWriter {
  final Set<String> delivered = ConcurrentHashMap.newKeySet();
  volatile boolean works;

  @Override
  public void write(Chunk chunk) throws IOException {
    if (!works) {
      throw new IOException("not yet");
    }
    TestEvent.unpack(Tag.of("t"), chunk.events())
        .forEach(event -> delivered.add(event.json().replaceAll("\\D", "")));
  }

  /** One that takes packed events, or text. */
  static Numbers of(String contents) {
    return "text".equals(contents) ? new TextNumbers() : new Numbers();
  }

  /** One that works. */
  static Numbers working() {
    Numbers numbers = new Numbers();
    numbers.works = true;
    return numbers;
  }

  /** The event of a number. */
  static TestEvent event(long number) {
    return TestEvent.event("t", 1_700_000_000, "{\"n\":\"" + number + "\"}");
  }

  /** The same with chunks of text: a torn line would show as a number that nobody sent. */
  static final class TextNumbers extends Numbers implements CustomFormat {
    private static final RecordPath N = RecordPath.ofKey("n");

    @Override
    public void format(Tag tag, EventView event, ByteArraySink out) {
      out.write(event.bytes(N));
      out.write('\n');
    }

    @Override
    public void write(Chunk chunk) throws IOException {
      if (!works) {
        throw new IOException("not yet");
      }
      String text = new String(chunk.open().readAllBytes(), UTF_8);
      text.lines().forEach(delivered::add);
    }
  }
}
