package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.Compression;
import io.millrace.api.Tag;
import io.millrace.event.PackedEvents;
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

/** A chunk of one tag that holds events. */
record TestChunk(ChunkId id, ChunkKey key, PackedEvents packed) implements Chunk {
  static final ChunkId ID = ChunkId.parse("000102030405060708090a0b0c0d0e0f");

  static TestChunk of(TestEvent... events) {
    ChunkKey key = new ChunkKey(OptionalLong.empty(), Optional.of(events[0].tag()), Map.of(), 0);
    return new TestChunk(ID, key, TestEvent.pack(events));
  }

  /** Events {@code {"n":0}} and so on. */
  static TestChunk numbered(int count) {
    TestEvent[] events = new TestEvent[count];
    for (int i = 0; i < count; i++) {
      events[i] = TestEvent.event("app.web", 1_700_000_000L + i, "{\"n\":" + i + "}");
    }
    return of(events);
  }

  TestChunk withId(String hex) {
    return new TestChunk(ChunkId.parse(hex), key, packed);
  }

  Tag tag() {
    return key.tag().orElseThrow();
  }

  @Override
  public ChunkKeys keys() {
    return new ChunkKeys(true, Optional.empty(), ZoneId.of("UTC"), List.of());
  }

  @Override
  public long size() {
    return packed.byteSize();
  }

  @Override
  public int records() {
    return packed.count();
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
    return new ByteArrayInputStream(packed.array(), packed.offset(), packed.byteSize());
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
