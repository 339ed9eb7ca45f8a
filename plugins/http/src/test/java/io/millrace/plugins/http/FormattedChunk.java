package io.millrace.plugins.http;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.Compression;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.event.RecordPath;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A chunk of what an output makes of events, by tag and the field {@code $.k8s.ns}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FormattedChunk(ChunkKey key, byte[] bytes) implements Chunk {
  static FormattedChunk of(HttpOutput output, String namespace, TestEvent... events) {
    ByteArraySink out = new ByteArraySink(256);
    EventCursor cursor = TestEvent.pack(events).cursor();
    for (TestEvent event : events) {
      cursor.next();
      output.format(event.tag(), cursor, out);
    }
    Optional<Tag> tag = Optional.of(events[0].tag());
    return new FormattedChunk(
        new ChunkKey(OptionalLong.empty(), tag, Map.of("$.k8s.ns", namespace), 0), out.toBytes());
  }

  @Override
  public ChunkId id() {
    return new ChunkId(1, 2);
  }

  @Override
  public ChunkKeys keys() {
    return new ChunkKeys(
        true, Optional.empty(), ZoneId.of("UTC"), List.of(RecordPath.parse("$.k8s.ns")));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public Compression compression() {
    return Compression.TEXT;
  }

  @Override
  public Instant createdAt() {
    return Instant.EPOCH;
  }

  @Override
  public Instant modifiedAt() {
    return Instant.EPOCH;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public InputStream openStored() {
    return open();
  }

  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }
}
