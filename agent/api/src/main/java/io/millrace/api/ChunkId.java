package io.millrace.api;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Identity of a chunk: 16 bytes, microseconds since 1970 shifted by 12 bits, then random bits.
 *
 * @param high first eight bytes, big-endian
 * @param low last eight bytes, big-endian
 */
public record ChunkId(long high, long low) {
  /** A new identity. */
  public static ChunkId create(InstantSource clock) {
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new ChunkId(micros << 12 | random.nextInt(1 << 12), random.nextLong());
  }

  /**
   * From 32 hexadecimal digits.
   *
   * @throws IllegalArgumentException if they are not
   */
  public static ChunkId parse(String hex) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException("a chunk id has 32 hexadecimal digits, not '" + hex + "'");
    }
    return new ChunkId(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }

  /** The 16 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** 32 hexadecimal digits. */
  public String hex() {
    return String.format("%016x%016x", high, low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
