package io.millrace.net.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * Makes PKCS #8, which is what the JDK reads, of the older forms of private keys: the same key with
 * the name of its algorithm in front.
 *
 * <p>Source: RFC 5208, "PrivateKeyInfo"; RFC 8017, "RSAPrivateKey"; RFC 5915, "ECPrivateKey".
 */
final class Der {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int NAME = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xa0;
  private static final byte[] VERSION = {INTEGER, 1, 0};

  /** 1.2.840.113549.1.1.1, and the parameters that it has not. */
  private static final byte[] RSA = {
    NAME, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** 1.2.840.10045.2.1; the curve comes behind it. */
  private static final byte[] EC = {NAME, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private Der() {}

  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return pkcs8(RSA, pkcs1);
  }

  /**
   * Of a key that names its curve.
   *
   * @throws GeneralSecurityException if it does not
   */
  static byte[] pkcs8OfEc(byte[] sec1) throws GeneralSecurityException {
    return pkcs8(joined(EC, curve(sec1)), sec1);
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return field(SEQUENCE, joined(VERSION, field(SEQUENCE, algorithm), field(OCTETS, key)));
  }

  private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
    try {
      ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
      content(key, INTEGER);
      content(key, OCTETS);
      ByteBuffer curve = content(key, PARAMETERS);
      byte[] bytes = new byte[curve.remaining()];
      curve.get(bytes);
      return bytes;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new GeneralSecurityException(
          "an EC PRIVATE KEY that is damaged or does not name its curve", e);
    }
  }

  /** The content of the field at the position of {@code in}, which is behind it then. */
  private static ByteBuffer content(ByteBuffer in, int tag) {
    if ((in.get() & 0xff) != tag) {
      throw new IllegalArgumentException("expected a field of type " + tag);
    }
    int length = in.get() & 0xff;
    if (length > 0x82) {
      throw new IllegalArgumentException("a field that is too long for a key");
    } else if (length == 0x82) {
      length = in.getShort() & 0xffff;
    } else if (length == 0x81) {
      length = in.get() & 0xff;
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }

  private static byte[] field(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82); // a key has less than 64 KiB
      out.write(length >>> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
