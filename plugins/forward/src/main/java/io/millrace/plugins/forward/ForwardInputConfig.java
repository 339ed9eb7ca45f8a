package io.millrace.plugins.forward;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.net.TransportConfig;
import java.time.Duration;
import java.util.Optional;

/** Everything a {@code <source>} with {@code @type forward} may contain. */
public record ForwardInputConfig(
    @Param(doc = "Port to listen on, for TCP and for UDP heartbeats.", def = "24224") int port,
    @Param(doc = "Address to listen on.", def = "0.0.0.0") String bind,
    @Param(doc = "Number of connections that the kernel keeps waiting.") Optional<Integer> backlog,
    @Param(
            doc = "Seconds that close waits for unsent data; 0 resets the connection.",
            deprecated = "use linger_timeout of <transport>")
        Optional<Integer> lingerTimeout,
    @Param(doc = "Accepted for old configurations; has no effect.", def = "0.5")
        Duration blockingTimeout,
    @Param(doc = "Whether to look up the names of senders.") Optional<Boolean> resolveHostname,
    @Param(doc = "Whether to close each connection after its first message.", def = "false")
        boolean denyKeepalive,
    @Param(doc = "Whether the kernel probes idle connections (SO_KEEPALIVE).", def = "false")
        boolean sendKeepalivePacket,
    @Param(doc = "Size of a message from which on it is logged.") Optional<Size> chunkSizeWarnLimit,
    @Param(
            doc =
                "Size of a message beyond which it is dropped and logged. Without it the limit is"
                    + " a quarter of the heap, at most 256 MiB.")
        Optional<Size> chunkSizeLimit,
    @Param(
            doc =
                "Size beyond which a compressed message is not decompressed, but refused. Never"
                    + " more than a quarter of the heap.",
            def = "256m")
        Size decompressionSizeLimit,
    @Param(
            doc =
                "Whether to look at every entry, and leave out those that are no events. If not,"
                    + " packed messages that say how many events they hold are handed on unread,"
                    + " compressed ones as they are.",
            def = "true")
        boolean skipInvalidEvent,
    @Param(doc = "Field that the sender's address is put into.") Optional<String> sourceAddressKey,
    @Param(doc = "Field that the sender's name is put into.") Optional<String> sourceHostnameKey,
    @Param(doc = "Tag that replaces the sender's.") Optional<String> tag,
    @Param(doc = "Put in front of the tag, with a dot.") Optional<String> addTagPrefix,
    @Section(doc = "Shared key and users that senders must know.")
        Optional<SecurityConfig> security,
    @Section(doc = "TCP or TLS, and its settings.") Optional<TransportConfig> transport) {

  /** Checks what goes together. */
  public ForwardInputConfig {
    if (sourceHostnameKey.isPresent() && !resolveHostname.orElse(true)) {
      throw new IllegalArgumentException("resolve_hostname must be true with source_hostname_key");
    }
    if (sendKeepalivePacket && denyKeepalive) {
      throw new IllegalArgumentException(
          "both 'send_keepalive_packet' and 'deny_keepalive' cannot be set to true");
    }
    notEmpty("tag", tag);
    notEmpty("add_tag_prefix", addTagPrefix);
  }

  private static void notEmpty(String name, Optional<String> value) {
    if (value.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException(
          "'" + name + "' parameter must not be empty: leave it out, or give it a text");
    }
  }
}
