package io.millrace.net.forward;

import io.millrace.event.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digests of the handshake: SHA-512 over raw bytes without separators, in lowercase hex.
 *
 * <p>Source: Forward Protocol Specification v1, "Authentication".
 */
public final class ForwardAuth {
  private ForwardAuth() {}

  /** Digest over salt, host name, nonce and shared key; in a PING the client's host name. */
  public static String sharedKey(
      ByteSlice salt, ByteSlice hostname, ByteSlice nonce, String sharedKey) {
    return hex(salt, hostname, nonce, ByteSlice.utf8(sharedKey));
  }

  /** Digest over the server's auth salt, user name and password. */
  public static String user(ByteSlice auth, ByteSlice username, String password) {
    return hex(auth, username, ByteSlice.utf8(password));
  }

  /** Compares in a time that does not depend on where they differ. */
  public static boolean same(String expected, ByteSlice shown) {
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.toBytes());
  }

  private static String hex(ByteSlice... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (ByteSlice part : parts) {
        digest.update(part.array(), part.offset(), part.length());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
