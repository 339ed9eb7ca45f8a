package io.millrace.app;

import java.security.Security;
import java.util.List;

/**
 * How long the JVM remembers the addresses of a name: a second, where it would be half a minute.
 * Then {@code expire_dns_cache} means what it says, a server that has moved is found again, and a
 * name that many connections need at once is still looked up once (ADR 47).
 */
final class NameMemory {
  private static final String SECONDS = "1";
  private static final List<String> SETTINGS =
      List.of("networkaddress.cache.ttl", "networkaddress.cache.negative.ttl");

  private NameMemory() {}

  /** Makes it so, unless the operator said otherwise. Before the first name is looked up. */
  static void shorten() {
    if (System.getProperty("sun.net.inetaddr.ttl") == null) {
      SETTINGS.forEach(setting -> Security.setProperty(setting, SECONDS));
    }
  }
}
