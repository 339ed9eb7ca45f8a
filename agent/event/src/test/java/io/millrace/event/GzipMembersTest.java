package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gzip members in a row, and what else may stand among them. */
class GzipMembersTest {
  private static final byte[] EMPTY = new byte[0];

  /** "a", with extra field, name, comment and checksum of the header. */
  private static final byte[] EVERY_FIELD =
      HexFormat.of()
          .parseHex(
              "1f8b081e000000000003"
                  + "02007878"
                  + "6e00"
                  + "6300"
                  + "abcd"
                  + "4b0400"
                  + "43beb7e8"
                  + "01000000");

  private static byte[] zip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(byte[] members) throws IOException {
    return read(new ByteArrayInputStream(members));
  }

  private static byte[] read(InputStream members) throws IOException {
    try (InputStream in = Compression.GZIP.inflate(members)) {
      return in.readAllBytes();
    }
  }

  /** A stream that has one byte at a time. */
  private static InputStream dripping(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(1, length));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }

  @Test
  void membersInARowAreOneText() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    byte[] members = join(zip(utf8("first\n")), zip(EMPTY), zip(noise), EVERY_FIELD);
    byte[] plain = join(utf8("first\n"), noise, utf8("a"));

    assertThat(read(members)).isEqualTo(plain);
    assertThat(read(dripping(members))).isEqualTo(plain);
  }

  @Test
  void oneByteAtATimeIsRead() throws IOException {
    try (InputStream in = Compression.GZIP.inflate(new ByteArrayInputStream(zip(utf8("é"))))) {
      assertThat(new int[] {in.read(), in.read(), in.read()}).containsExactly(0xc3, 0xa9, -1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "1f", "1f8b", "1f8b09", "1f8b08e0", "ffffffffffffffffffffffffff"})
  void nothingElseMayStandAmongMembers(String hex) throws IOException {
    byte[] member = zip(utf8("first"));
    byte[] other = HexFormat.of().parseHex(hex);

    for (byte[] bytes : new byte[][] {join(member, other), join(member, other, member), other}) {
      assertThatThrownBy(() -> read(bytes)).isInstanceOfAny(ZipException.class, EOFException.class);
    }
  }

  @Test
  void aMemberThatIsCutShortIsDamage() throws IOException {
    byte[] members = join(zip(utf8("first")), EVERY_FIELD);
    int second = members.length - EVERY_FIELD.length;

    for (int length = 0; length < members.length; length++) {
      byte[] cut = Arrays.copyOf(members, length);
      if (length != second) {
        assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void aWrongChecksumOrLengthIsDamage() throws IOException {
    byte[] member = zip(utf8("text"));
    for (int back : new int[] {8, 4}) {
      byte[] damaged = member.clone();
      damaged[member.length - back] ^= 1;

      assertThatThrownBy(() -> read(damaged))
          .isInstanceOf(ZipException.class)
          .hasMessageContaining("checksum");
    }
  }
}
