package io.millrace.plugins.forward.out;

import io.millrace.api.RetryableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a server, and remembers it as long as {@code expire_dns_cache} says: the
 * platform's own memory of names comes on top. A clock that is set changes nothing. Safe for use by
 * several threads.
 */
final class Addresses {
  /** Where the addresses of a name come from. */
  interface Lookup {
    /** All of them; never none. */
    InetAddress[] all(String host) throws UnknownHostException;
  }

  private final String host;
  private final int port;
  private final Optional<Duration> lifetime;
  private final boolean anyOfThem;
  private final LongSupplier nanos;
  private final Lookup lookup;
  private volatile @Nullable InetSocketAddress last;
  private @Nullable InetSocketAddress known; // guarded by this
  private long foundAt; // guarded by this

  /**
   * Of {@code host}.
   *
   * @param nanos nanoseconds from any origin, as {@link System#nanoTime}
   */
  Addresses(String host, int port, ConnectionConfig config, LongSupplier nanos, Lookup lookup) {
    this.host = host;
    this.port = port;
    this.lifetime = config.expireDnsCache();
    this.anyOfThem = config.dnsRoundRobin();
    this.nanos = nanos;
    this.lookup = lookup;
  }

  /**
   * The address. May block.
   *
   * @throws RetryableException if the host has none
   */
  InetSocketAddress resolve() {
    long now = nanos.getAsLong();
    InetSocketAddress remembered = remembered(now);
    if (remembered != null) {
      return remembered;
    }
    InetSocketAddress found = lookUp();
    last = found;
    synchronized (this) {
      known = found;
      foundAt = now;
    }
    return found;
  }

  private synchronized @Nullable InetSocketAddress remembered(long now) {
    Duration age = Duration.ofNanos(now - foundAt);
    boolean fresh = lifetime.isEmpty() || age.compareTo(lifetime.get()) < 0;
    return fresh ? known : null;
  }

  private InetSocketAddress lookUp() {
    try {
      InetAddress[] all = lookup.all(host);
      int which = anyOfThem ? ThreadLocalRandom.current().nextInt(all.length) : 0;
      return new InetSocketAddress(all[which], port);
    } catch (UnknownHostException e) {
      throw new RetryableException(
          "unknown host",
          "host '" + host + "' of a <server> cannot be resolved: check the name and the DNS server",
          e);
    }
  }

  /** Whether {@code address} is the one that was found last. Never blocks. */
  boolean isLast(InetSocketAddress address) {
    return address.equals(last);
  }

  /** Looks it up anew next time. */
  synchronized void forget() {
    known = null;
  }
}
