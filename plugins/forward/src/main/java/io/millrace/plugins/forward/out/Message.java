package io.millrace.plugins.forward.out;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkMemory;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.PackWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A chunk as one message: what stands before its bytes and behind them. The bytes themselves stay
 * where they are until they are sent, and nobody decodes them.
 *
 * <p>Source: Forward Protocol Specification v1, "PackedForward" and "CompressedPackedForward"
 * modes.
 */
final class Message {
  private static final int STR32 = 0xdb;

  private final Chunk chunk;
  private final Optional<byte[]> inflated;
  private final ByteSlice head;
  private final ByteSlice tail;
  private final Optional<String> ack;
  private final int length;

  private Message(Chunk chunk, Optional<byte[]> inflated, Optional<String> ack) {
    this.chunk = chunk;
    this.inflated = inflated;
    this.ack = ack;
    this.length = Math.toIntExact(inflated.map(bytes -> (long) bytes.length).orElse(chunk.size()));
    this.head = writeHead();
    this.tail = writeTail();
  }

  /**
   * Of {@code chunk}. It goes as it is stored; only where {@code compress} is text and it is stored
   * compressed, it is inflated.
   *
   * @param acked whether the server is to confirm it
   */
  static Message of(Chunk chunk, Compression compress, boolean acked) throws IOException {
    Optional<byte[]> inflated = Optional.empty();
    if (compress == Compression.TEXT && chunk.compression() != Compression.TEXT) {
      try (InputStream in = chunk.open()) {
        inflated = Optional.of(in.readAllBytes());
      }
    }
    return new Message(chunk, inflated, acked ? Optional.of(ackOf(chunk)) : Optional.empty());
  }

  /** As Fluentd writes it: in Base64 that breaks lines, so with a line feed behind it. */
  private static String ackOf(Chunk chunk) {
    return Base64.getEncoder().encodeToString(chunk.id().bytes()) + "\n";
  }

  private ByteSlice writeHead() {
    PackWriter out = new PackWriter(new ByteArraySink(128));
    out.arrayHeader(3);
    out.text(chunk.key().tag().orElseThrow().value());
    out.sink().write(STR32);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.sink().write(length >>> shift);
    }
    return out.sink().slice();
  }

  private ByteSlice writeTail() {
    Compression as = inflated.isPresent() ? Compression.TEXT : chunk.compression();
    PackWriter out = new PackWriter(new ByteArraySink(96));
    out.mapHeader(ack.isPresent() ? 3 : 2);
    out.text("size");
    out.integer(chunk.records());
    out.text("compressed");
    out.text(as.name().toLowerCase(Locale.ROOT));
    if (ack.isPresent()) {
      out.text("chunk");
      out.text(ack.get());
    }
    return out.sink().slice();
  }

  /** What stands before the bytes of the chunk. */
  ByteSlice head() {
    return head;
  }

  /** What stands behind the bytes of the chunk. */
  ByteSlice tail() {
    return tail;
  }

  /** Number of bytes between the two. */
  int length() {
    return length;
  }

  /** The file that holds these bytes as they are to be sent, if one does. */
  Optional<Path> file() {
    return inflated.isPresent() ? Optional.empty() : chunk.file();
  }

  /** These bytes where they lie, if that is in memory; to be closed. */
  Optional<ChunkMemory> memory() throws IOException {
    return inflated.isPresent()
        ? Optional.of(ChunkMemory.of(ByteSlice.of(inflated.get())))
        : chunk.memory();
  }

  /** These bytes. */
  InputStream open() throws IOException {
    return inflated.isPresent() ? new ByteArrayInputStream(inflated.get()) : chunk.openStored();
  }

  /** What the server is to confirm; empty if nothing. */
  Optional<String> ack() {
    return ack;
  }
}
