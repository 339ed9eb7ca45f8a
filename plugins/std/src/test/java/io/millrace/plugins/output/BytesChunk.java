package io.millrace.plugins.output;

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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A chunk that holds a text, compressed or not. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BytesChunk(
    ChunkKey key, ChunkKeys keys, byte[] stored, Compression compression, Optional<Path> file)
    implements Chunk {
  static BytesChunk of(ChunkKeys keys, String tag, long timekey, String text) {
    ChunkKey key =
        new ChunkKey(
            keys.time() ? OptionalLong.of(timekey) : OptionalLong.empty(),
            keys.tag() ? Optional.of(Tag.of(tag)) : Optional.empty(),
            Map.of(),
            0);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new BytesChunk(key, keys, bytes, Compression.TEXT, Optional.empty());
  }

  BytesChunk gzipped() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BytesChunk(key, keys, out.toByteArray(), Compression.GZIP, file);
  }

  BytesChunk in(Path path) {
    return new BytesChunk(key, keys, stored, compression, Optional.of(path));
  }

  @Override
  public ChunkId id() {
    return new ChunkId(1, 2);
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
    return Instant.EPOCH;
  }

  @Override
  public Instant modifiedAt() {
    return Instant.EPOCH;
  }

  @Override
  public InputStream open() throws IOException {
    return compression == Compression.GZIP ? new GZIPInputStream(openStored()) : openStored();
  }

  @Override
  public InputStream openStored() {
    return new ByteArrayInputStream(stored);
  }
}
