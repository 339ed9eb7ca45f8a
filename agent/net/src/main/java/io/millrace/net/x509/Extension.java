package io.millrace.net.x509;

import io.netty.util.NetUtil;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a certificate may be used for, and under which names.
 *
 * <p>Source: RFC 5280, "Certificate Extensions".
 */
final class Extension {
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

  /** Bits keyCertSign and cRLSign, 5 and 6 from the left. */
  private static final byte[] SIGNS = {0x06};

  /** Bits digitalSignature and keyEncipherment, 0 and 2 from the left. */
  private static final byte[] SHAKES_HANDS = {(byte) 0xa0};

  private static final int KEY_IDENTIFIER = 0;
  private static final int IDENTIFIER_BYTES = 20;

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /** Letters, digits and what else names of machines have, perhaps with a star in front. */
  private static final Pattern MACHINE = Pattern.compile("(\\*\\.)?[A-Za-z0-9_.-]+");

  private Extension() {}

  /** That it is an authority's. */
  static byte[] isAuthority() {
    return critical(BASIC_CONSTRAINTS, Der.sequence(Der.isTrue()));
  }

  /** That its key signs certificates and lists of revoked ones. */
  static byte[] signs() {
    return critical(KEY_USAGE, Der.bits(1, SIGNS));
  }

  /** That it is no authority's. */
  static byte[] isNoAuthority() {
    return critical(BASIC_CONSTRAINTS, Der.sequence());
  }

  /** That its key takes part in handshakes. */
  static byte[] shakesHands() {
    return critical(KEY_USAGE, Der.bits(5, SHAKES_HANDS));
  }

  /** That it is shown by servers. */
  static byte[] isServer() {
    return plain(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(SERVER_AUTHENTICATION)));
  }

  /** Which key it is about: strict clients want to be told. */
  static byte[] subjectKey(PublicKey key) throws GeneralSecurityException {
    return plain(SUBJECT_KEY, Der.octets(identifier(key)));
  }

  /** With which key it is signed: that of {@code authority}. */
  static byte[] authorityKey(X509Certificate authority) throws GeneralSecurityException {
    byte[] own = authority.getExtensionValue(SUBJECT_KEY);
    byte[] identifier =
        own != null && own.length > 4 && own[3] == own.length - 4 // octets within octets
            ? Arrays.copyOfRange(own, 4, own.length)
            : identifier(authority.getPublicKey());
    return plain(AUTHORITY_KEY, Der.sequence(Der.implicit(KEY_IDENTIFIER, identifier)));
  }

  /** Source: RFC 7093, the fourth method. */
  private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return Arrays.copyOf(hash, IDENTIFIER_BYTES);
  }

  /**
   * {@code name} as clients compare it with what they connect to: they no longer look at the common
   * name (RFC 9110, "https Certificate Verification"). Empty if no machine can have that name.
   */
  static Optional<byte[]> alternativeName(String name) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
    if (address != null) {
      return Optional.of(alternativeName(Der.implicit(IP_ADDRESS, address)));
    }
    return MACHINE.matcher(name).matches()
        ? Optional.of(alternativeName(Der.implicit(DNS_NAME, Der.ascii(name))))
        : Optional.empty();
  }

  private static byte[] alternativeName(byte[] name) {
    return plain(SUBJECT_ALTERNATIVE_NAME, Der.sequence(name));
  }

  private static byte[] plain(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] critical(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.isTrue(), Der.octets(value));
  }
}
