package io.millrace.plugins.aws;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.Compression;
import io.millrace.api.Tag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A chunk of text in memory. */
public record TestChunk(
    ChunkId id, ChunkKey key, ChunkKeys keys, Compression compression, byte[] stored)
    implements Chunk {
  private static final AtomicLong NUMBER = new AtomicLong(0x0123456789abcdefL);

  /** The hour of second 1,700,000,000: 2023-11-14 22:00 UTC. */
  public static final long HOUR = 1_699_999_200;

  /** A chunk by the hour, in UTC, of the hour {@link #HOUR}. */
  public static TestChunk of(String text) {
    return new TestChunk(
        new ChunkId(NUMBER.getAndIncrement(), 0xfedcba9876543210L),
        new ChunkKey(OptionalLong.of(HOUR), Optional.empty(), Map.of(), 0),
        new ChunkKeys(false, Optional.of(Duration.ofHours(1)), ZoneId.of("UTC"), List.of()),
        Compression.TEXT,
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same chunk by slices of another length. */
  public TestChunk slices(Duration timekey) {
    return new TestChunk(
        id,
        key,
        new ChunkKeys(keys.tag(), Optional.of(timekey), keys.zone(), List.of()),
        compression,
        stored);
  }

  /** The same chunk in another zone. */
  public TestChunk zone(String zone) {
    return new TestChunk(
        id,
        key,
        new ChunkKeys(keys.tag(), keys.timekey(), ZoneId.of(zone), List.of()),
        compression,
        stored);
  }

  /** The same chunk by tag too. */
  public TestChunk tag(String tag) {
    return new TestChunk(
        id,
        new ChunkKey(key.timekey(), Optional.of(Tag.of(tag)), Map.of(), 0),
        new ChunkKeys(true, keys.timekey(), keys.zone(), List.of()),
        compression,
        stored);
  }

  /** The same chunk without keys. */
  public TestChunk noKeys() {
    return new TestChunk(id, ChunkKey.EMPTY, ChunkKeys.NONE, compression, stored);
  }

  /** The same chunk, compressed in its buffer. */
  public TestChunk gzipped() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TestChunk(id, key, keys, Compression.GZIP, out.toByteArray());
  }

  @Override
  public long size() {
    return stored.length;
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public Instant createdAt() {
    return Instant.ofEpochSecond(HOUR);
  }

  @Override
  public Instant modifiedAt() {
    return createdAt();
  }

  @Override
  public InputStream open() throws IOException {
    return compression == Compression.GZIP ? new GZIPInputStream(openStored()) : openStored();
  }

  @Override
  public InputStream openStored() {
    return new ByteArrayInputStream(stored);
  }

  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }
}
