package io.millrace.devstack.s3;

import java.time.Instant;

/**
 * What one access key id may do.
 *
 * @param secret the secret key its requests are signed with
 * @param token the session token its requests must carry; empty: they must carry none
 * @param expiry when it ends
 * @param allowed whether it may do anything at all
 */
record Grant(String secret, String token, Instant expiry, boolean allowed) {

  static Grant longTerm(String secret) {
    return new Grant(secret, "", Instant.MAX, true);
  }

  static Grant temporary(String secret, String token, Instant expiry) {
    return new Grant(secret, token, expiry, true);
  }

  static Grant denied(String secret) {
    return new Grant(secret, "", Instant.MAX, false);
  }
}
