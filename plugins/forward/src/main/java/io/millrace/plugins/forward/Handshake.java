package io.millrace.plugins.forward;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.net.forward.ForwardAuth;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The server's side of the handshake of one connection: what to say, and whether the peer may go
 * on.
 *
 * <p>Source: Forward Protocol Specification v1, "Handshake messages".
 */
final class Handshake {
  /** Longest PING in bytes: a stranger gets no more memory than this. */
  static final long MAX_PING = 16 << 10;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;

  private final SecurityPolicy policy;
  private final boolean keepalive;
  private final ByteSlice nonce = random();
  private final ByteSlice auth = random();

  /** The answer to a PING, and why the peer is refused; empty if it is not. */
  record Answer(ByteSlice pong, String refusal) {}

  Handshake(SecurityPolicy policy, boolean keepalive) {
    this.policy = policy;
    this.keepalive = keepalive;
  }

  private static ByteSlice random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return ByteSlice.of(bytes);
  }

  /** The first message of the connection. */
  ByteSlice helo() {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    out.arrayHeader(2);
    out.text("HELO");
    out.mapHeader(3);
    out.text("nonce");
    out.value(nonce);
    out.text("auth");
    out.value(auth);
    out.text("keepalive");
    out.bool(keepalive);
    return out.sink().slice();
  }

  /** The answer to what is no PING. */
  static Answer invalid() {
    return new Answer(pong("invalid ping message", "", ""), "invalid ping message");
  }

  /** Checks the peer's first message. */
  Answer answer(InetAddress peer, ByteSlice message) {
    Optional<Ping> ping = Ping.read(message);
    if (ping.isEmpty()) {
      return invalid();
    }
    SecurityPolicy.Decision decision = policy.check(peer, ping.get(), nonce, auth);
    if (!decision.isAccepted()) {
      return new Answer(pong(decision.refusal(), "", ""), decision.refusal());
    }
    String self = policy.selfHostname();
    String digest =
        ForwardAuth.sharedKey(ping.get().salt(), ByteSlice.utf8(self), nonce, decision.sharedKey());
    return new Answer(pong("", self, digest), "");
  }

  private static ByteSlice pong(String refusal, String hostname, String digest) {
    PackWriter out = new PackWriter(new ByteArraySink(192));
    out.arrayHeader(5);
    out.text("PONG");
    out.bool(refusal.isEmpty());
    out.text(refusal);
    out.text(hostname);
    out.text(digest);
    return out.sink().slice();
  }
}
