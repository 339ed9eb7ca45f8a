package io.millrace.net.x509;

import java.util.Base64;

/** Text of PEM files. */
final class Pem {
  private static final int LINE = 64;

  private Pem() {}

  /** One block. */
  static String of(String label, byte[] der) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
