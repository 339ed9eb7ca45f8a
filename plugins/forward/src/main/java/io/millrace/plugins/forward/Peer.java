package io.millrace.plugins.forward;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sender at the other end of one connection, and the tag it used last: senders use few tags,
 * mostly one. Used by one thread at a time.
 */
final class Peer {
  private final InetSocketAddress address;
  private final Optional<String> prefix;
  private final Optional<Tag> fixed;
  private @Nullable String hostname;
  private ByteSlice lastBytes = ByteSlice.EMPTY;
  private @Nullable Tag last;
  private boolean warnedBroken;

  Peer(InetSocketAddress address, ForwardInputConfig config) {
    this.address = address;
    this.prefix = config.addTagPrefix();
    this.fixed = config.tag().map(tag -> Tag.of(prefix.map(p -> p + "." + tag).orElse(tag)));
  }

  InetAddress address() {
    return address.getAddress();
  }

  /** The address as text. */
  String host() {
    return address.getAddress().getHostAddress();
  }

  int port() {
    return address.getPort();
  }

  /** The name; looked up on first use, which may take long. The address if it has none. */
  String hostname() {
    if (hostname == null) {
      hostname = address.getAddress().getHostName();
    }
    return hostname;
  }

  /** The tag of events that the sender tagged {@code bytes}. */
  Tag tag(ByteSlice bytes) {
    if (fixed.isPresent()) {
      return fixed.get();
    }
    if (last == null || !lastBytes.equals(bytes)) {
      lastBytes = ByteSlice.of(bytes.toBytes());
      String text = bytes.toString();
      last = Tag.of(prefix.map(p -> p + "." + text).orElse(text));
    }
    return last;
  }

  /** Whether this is the first broken message: garbage may be a message a byte. */
  boolean isFirstBroken() {
    boolean first = !warnedBroken;
    warnedBroken = true;
    return first;
  }

  @Override
  public String toString() {
    return "host=" + host() + " port=" + port();
  }
}
