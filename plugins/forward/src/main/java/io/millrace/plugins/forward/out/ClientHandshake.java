package io.millrace.plugins.forward.out;

import io.millrace.api.Service;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordPath;
import io.millrace.net.forward.ForwardAuth;
import io.millrace.plugins.forward.out.ForwardOutputConfig.SenderSecurity;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The sender's side of the handshake of one connection: HELO comes, PING goes, PONG comes. For one
 * thread.
 *
 * <p>Source: Forward Protocol Specification v1, "Handshake messages".
 */
final class ClientHandshake {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;
  private static final RecordPath NONCE = RecordPath.ofKey("nonce");
  private static final RecordPath AUTH = RecordPath.ofKey("auth");
  private static final RecordPath KEEPALIVE = RecordPath.ofKey("keepalive");

  private final String self;
  private final String key;
  private final String username;
  private final String password;
  private final ByteSlice salt;
  private ByteSlice nonce = ByteSlice.EMPTY;
  private boolean keepalive = true;
  private boolean greeted;

  /** Why a server is not to be trusted, or does not let us in. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Refusal(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  ClientHandshake(SenderSecurity security, Service service) {
    this.self = security.selfHostname();
    this.key = service.sharedKey().orElse(security.sharedKey());
    this.username = service.username();
    this.password = service.password();
    byte[] random = new byte[SALT_BYTES];
    RANDOM.nextBytes(random);
    this.salt = ByteSlice.utf8(HexFormat.of().formatHex(random));
  }

  /** Whether the server has said HELO. */
  boolean isGreeted() {
    return greeted;
  }

  /** Whether the server lets a connection be used for several messages. */
  boolean keepalive() {
    return keepalive;
  }

  /**
   * The PING to answer {@code helo} with.
   *
   * @throws Refusal if it is no HELO
   */
  ByteSlice ping(ByteSlice helo) throws Refusal {
    byte[] a = helo.array();
    int at = helo.offset();
    if (Pack.kind(a, at) != Pack.Kind.ARRAY || Pack.count(a, at) != 2) {
      throw new Refusal("invalid format for HELO message");
    }
    int word = Pack.body(a, at);
    int said = Pack.skip(a, word);
    if (!raw(a, word).toString().equals("HELO") || Pack.kind(a, said) != Pack.Kind.MAP) {
      throw new Refusal("invalid format for HELO message");
    }
    greeted = true;
    nonce = field(a, said, NONCE);
    keepalive = !Boolean.FALSE.equals(value(a, said, KEEPALIVE));
    return pingWith(field(a, said, AUTH));
  }

  private ByteSlice pingWith(ByteSlice auth) {
    boolean asked = !auth.isEmpty();
    PackWriter out = new PackWriter(new ByteArraySink(384));
    out.arrayHeader(6);
    out.text("PING");
    out.text(self);
    out.text(salt.toString());
    out.text(ForwardAuth.sharedKey(salt, ByteSlice.utf8(self), nonce, key));
    out.text(asked ? username : "");
    out.text(asked ? ForwardAuth.user(auth, ByteSlice.utf8(username), password) : "");
    return out.sink().slice();
  }

  /**
   * Checks whether the server lets us in, and knows the key itself.
   *
   * @throws Refusal if not
   */
  void check(ByteSlice pong) throws Refusal {
    if (!(PackReader.read(pong) instanceof List<?> said)
        || said.size() != 5
        || !"PONG".equals(said.get(0))) {
      throw new Refusal("invalid format for PONG message");
    }
    if (!Boolean.TRUE.equals(said.get(1))) {
      throw new Refusal("authentication failed: " + said.get(2));
    }
    String server = String.valueOf(said.get(3));
    if (server.equals(self)) {
      throw new Refusal("same hostname between input and output: invalid configuration");
    }
    String expected = ForwardAuth.sharedKey(salt, ByteSlice.utf8(server), nonce, key);
    if (!ForwardAuth.same(expected, ByteSlice.utf8(String.valueOf(said.get(4))))) {
      throw new Refusal("shared key mismatch");
    }
  }

  private static ByteSlice field(byte[] a, int map, RecordPath path) {
    int at = path.find(a, map);
    return at < 0 ? ByteSlice.EMPTY : raw(a, at);
  }

  private static Object value(byte[] a, int map, RecordPath path) {
    int at = path.find(a, map);
    Object value = at < 0 ? null : PackReader.read(a, at);
    return value == null ? "" : value;
  }

  private static ByteSlice raw(byte[] a, int at) {
    return Pack.isRaw(a, at)
        ? ByteSlice.of(a, Pack.rawStart(a, at), Pack.rawLength(a, at))
        : ByteSlice.EMPTY;
  }
}
