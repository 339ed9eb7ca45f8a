package io.millrace.plugins.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.MalformedPackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What payloads inflate to, and what is counted of it. */
class InflationTest {
  private static final long LIMIT = 6 << 20;

  private final Inflation inflation = new Inflation(LIMIT, 10 << 20);

  /** Gzip members of at most a mebibyte. */
  private static ByteSlice zip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    do {
      int n = Math.min(1 << 20, plain.length - at);
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(plain, at, n);
      }
      at += n;
    } while (at < plain.length);
    return ByteSlice.of(out.toByteArray());
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] zeros(int length) {
    return new byte[length];
  }

  @Test
  void payloadsOfAnyLengthAndDensityInARowInflateAndAreCounted() throws IOException {
    for (int length : List.of(0, 1, 4095, 4096, 4097, 65_536, 70_000, 1 << 20, (5 << 20) + 1)) {
      for (byte[] plain : List.of(noise(length), zeros(length), noise(length))) {
        Inflation.Lease lease = inflation.lease();

        ByteSlice inflated = lease.open(zip(plain), Compression.GZIP);

        assertThat(inflated.toBytes()).as("%d bytes", length).isEqualTo(plain);
        assertThat(inflated.array().length).isLessThanOrEqualTo(length + length / 4);
        assertThat(inflation.held()).isEqualTo(length);
        lease.end();
        assertThat(inflation.held()).isZero();
      }
    }
  }

  @Test
  void exactlyTheLimitIsAllowedAndAByteMoreIsNot() throws IOException {
    Inflation.Lease lease = inflation.lease();
    assertThat(lease.open(zip(zeros((int) LIMIT)), Compression.GZIP).length()).isEqualTo(LIMIT);
    lease.end();
    ByteSlice longer = zip(zeros((int) LIMIT + 1));

    assertThatThrownBy(() -> lease.open(longer, Compression.GZIP))
        .isInstanceOf(MalformedPackException.class)
        .hasMessageContaining("exceeds limit of 6291456 bytes");
    assertThat(inflation.held()).isZero();
  }

  @Test
  void whatFailsIsNotCounted() throws IOException {
    byte[] whole = zip(noise(100_000)).toBytes();
    for (int length : List.of(0, 1, 20, whole.length - 1)) {
      ByteSlice cut = ByteSlice.of(Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> inflation.lease().open(cut, Compression.GZIP))
          .isInstanceOf(MalformedPackException.class)
          .hasMessageStartingWith("not a whole gzip payload");
      assertThat(inflation.held()).isZero();
    }
  }

  @Test
  void allTogetherStayWithinTheMemory() throws IOException {
    ByteSlice large = zip(zeros((int) LIMIT));
    Inflation.Lease first = inflation.lease();
    Inflation.Lease second = inflation.lease();
    first.open(large, Compression.GZIP);

    assertThatThrownBy(() -> second.open(large, Compression.GZIP))
        .isInstanceOf(MalformedPackException.class)
        .hasMessageContaining("Decompressed data of all senders");
    first.end();

    assertThat(second.open(large, Compression.GZIP).length()).isEqualTo(LIMIT);
  }

  @Test
  void aLookAfterTheEndIsNotCounted() throws IOException {
    Inflation.Lease lease = inflation.lease();
    lease.end();

    assertThat(lease.open(zip(noise(10)), Compression.GZIP).length()).isEqualTo(10);
    assertThat(inflation.held()).isZero();
  }
}
