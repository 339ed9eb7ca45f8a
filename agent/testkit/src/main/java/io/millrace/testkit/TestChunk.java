package io.millrace.testkit;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkMemory;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import io.millrace.event.Zstd;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A chunk in memory, of a text or of events. Each method that takes what is to be different returns
 * another chunk, of the same id unless it says otherwise.
 *
 * @param stored its bytes, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TestChunk(
    ChunkId id,
    ChunkKey key,
    ChunkKeys keys,
    byte[] stored,
    int records,
    Compression compression,
    Instant createdAt,
    Optional<Path> file)
    implements Chunk {
  /** The hour of second 1,700,000,000: 2023-11-14 22:00 UTC. */
  public static final long HOUR = 1_699_999_200;

  /** The id of a chunk that was given none. */
  public static final ChunkId ID = ChunkId.parse("000102030405060708090a0b0c0d0e0f");

  private static final AtomicLong NUMBER = new AtomicLong(0x0123456789abcdefL);

  /** Of a text, by no keys. */
  public static TestChunk of(String text) {
    return plain(text.getBytes(StandardCharsets.UTF_8), 1);
  }

  /** Of a text, by the hour in UTC, of the hour {@link #HOUR}; no two have the same id. */
  public static TestChunk hourly(String text) {
    TestChunk chunk = of(text).slice(HOUR, Duration.ofHours(1));
    return new TestChunk(
        new ChunkId(NUMBER.getAndIncrement(), 0xfedcba9876543210L),
        chunk.key,
        chunk.keys,
        chunk.stored,
        chunk.records,
        chunk.compression,
        Instant.ofEpochSecond(HOUR),
        chunk.file);
  }

  /** Of packed events, by the tag of the first. */
  public static TestChunk of(TestEvent... events) {
    PackedEvents packed = TestEvent.pack(events);
    return plain(packed.bytes().toBytes(), packed.count()).tag(events[0].tag().value());
  }

  private static TestChunk plain(byte[] bytes, int records) {
    return new TestChunk(
        ID,
        ChunkKey.EMPTY,
        ChunkKeys.NONE,
        bytes,
        records,
        Compression.TEXT,
        Instant.EPOCH,
        Optional.empty());
  }

  /** Of packed events {@code {"n":0}}, {@code {"n":1}} and so on, a second apart, by tag. */
  public static TestChunk numbered(int count) {
    TestEvent[] events = new TestEvent[count];
    for (int i = 0; i < count; i++) {
      events[i] = TestEvent.event("app.web", 1_700_000_000L + i, "{\"n\":" + i + "}");
    }
    return of(events);
  }

  /** With another id, of 32 hexadecimal digits. */
  public TestChunk withId(String hex) {
    return new TestChunk(
        ChunkId.parse(hex), key, keys, stored, records, compression, createdAt, file);
  }

  /** By tag, too. */
  public TestChunk tag(String tag) {
    return with(
        new ChunkKey(key.timekey(), Optional.of(Tag.of(tag)), key.variables(), key.seq()),
        new ChunkKeys(true, keys.timekey(), keys.zone(), keys.fields()));
  }

  /** By time, too, of the slice of {@code length} that begins at second {@code start}. */
  public TestChunk slice(long start, Duration length) {
    return with(
        new ChunkKey(OptionalLong.of(start), key.tag(), key.variables(), key.seq()),
        new ChunkKeys(keys.tag(), Optional.of(length), keys.zone(), keys.fields()));
  }

  /** Of a slice that begins at the same time and has another length. */
  public TestChunk slices(Duration length) {
    return slice(key.timekey().orElseThrow(), length);
  }

  /** Sliced in another zone. */
  public TestChunk zone(String zone) {
    return with(key, new ChunkKeys(keys.tag(), keys.timekey(), ZoneId.of(zone), keys.fields()));
  }

  /** By the field {@code path}, too, which is {@code value} in all its events. */
  public TestChunk field(String path, String value) {
    Map<String, String> variables = new HashMap<>(key.variables());
    variables.put(path, value);
    List<RecordPath> fields =
        Stream.concat(keys.fields().stream(), Stream.of(RecordPath.parse(path))).toList();
    return with(
        new ChunkKey(key.timekey(), key.tag(), Map.copyOf(variables), key.seq()),
        new ChunkKeys(keys.tag(), keys.timekey(), keys.zone(), fields));
  }

  /** By no keys. */
  public TestChunk noKeys() {
    return with(ChunkKey.EMPTY, ChunkKeys.NONE);
  }

  /** Of an output with {@code wanted} keys, where the tag and the time slice are these. */
  public TestChunk by(ChunkKeys wanted, String tag, long slice) {
    ChunkKey itsKey =
        new ChunkKey(
            wanted.time() ? OptionalLong.of(slice) : OptionalLong.empty(),
            wanted.tag() ? Optional.of(Tag.of(tag)) : Optional.empty(),
            Map.of(),
            0);
    return with(itsKey, wanted);
  }

  private TestChunk with(ChunkKey newKey, ChunkKeys newKeys) {
    return new TestChunk(id, newKey, newKeys, stored, records, compression, createdAt, file);
  }

  /** With other bytes, compressed if these were. */
  public TestChunk bytes(byte[] bytes) {
    return new TestChunk(id, key, keys, bytes, records, compression, createdAt, file);
  }

  /** Compressed in its buffer with gzip. */
  public TestChunk gzipped() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed(out.toByteArray(), Compression.GZIP);
  }

  /** Compressed in its buffer with zstd. */
  public TestChunk zstd() {
    ByteArraySink frame = new ByteArraySink(stored.length);
    Zstd.frame(ByteSlice.of(stored), frame);
    return compressed(frame.toBytes(), Compression.ZSTD);
  }

  private TestChunk compressed(byte[] bytes, Compression how) {
    return new TestChunk(id, key, keys, bytes, records, how, createdAt, file);
  }

  /** With the name of a file; what is in it is not looked at. */
  public TestChunk in(Path path) {
    return new TestChunk(id, key, keys, stored, records, compression, createdAt, Optional.of(path));
  }

  @Override
  public long size() {
    return stored.length;
  }

  @Override
  public Instant modifiedAt() {
    return createdAt;
  }

  @Override
  public Optional<ChunkMemory> memory() {
    return file.isPresent() ? Optional.empty() : Optional.of(ChunkMemory.of(ByteSlice.of(stored)));
  }

  @Override
  public InputStream open() throws IOException {
    return compression.inflate(openStored());
  }

  @Override
  public InputStream openStored() {
    return new ByteArrayInputStream(stored);
  }
}
