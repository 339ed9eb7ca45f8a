package io.millrace.plugins.syslog;

import io.millrace.api.Child;
import io.millrace.api.Param;
import io.millrace.api.Parser;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.net.MessageTransport;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything a {@code <source>} with {@code @type syslog} may contain.
 *
 * <p>Source: Fluentd's {@code in_syslog}.
 */
public record SyslogConfig(
    @Param(doc = "Port to listen on.", def = "5140") int port,
    @Param(doc = "Address to listen on.", def = "0.0.0.0") String bind,
    @Param(doc = "Start of the tag; facility and severity follow it.") String tag,
    @Param(doc = "udp or tcp.", deprecated = "use <transport>") Optional<ProtocolType> protocolType,
    @Param(
            doc =
                "How TCP is cut into messages: traditional (they end with the delimiter) or"
                    + " octet_count (they begin with their length).",
            def = "traditional")
        FrameType frameType,
    @Param(doc = "What messages end with, with frame_type traditional.", def = "\n")
        String delimiter,
    @Param(doc = "Bytes of a datagram that are taken.", def = "2048") Size messageLengthLimit,
    @Param(
            doc = "Whether to add the sender's name.",
            def = "false",
            deprecated = "use source_hostname_key")
        boolean includeSourceHost,
    @Param(doc = "Field of the sender's name, with include_source_host.", def = "source_host")
        String sourceHostKey,
    @Param(doc = "Field that the sender's name is put into.") Optional<String> sourceHostnameKey,
    @Param(doc = "Whether to look up the names of senders.") Optional<Boolean> resolveHostname,
    @Param(doc = "Field that the sender's address is put into.") Optional<String> sourceAddressKey,
    @Param(doc = "Field that the severity is put into.", alias = "priority_key")
        Optional<String> severityKey,
    @Param(doc = "Field that the facility is put into.") Optional<String> facilityKey,
    @Param(
            doc = "Whether a message that does not match becomes an event with the tag unmatched.",
            def = "false")
        boolean emitUnmatchedLines,
    @Param(doc = "Whether the kernel probes idle connections (SO_KEEPALIVE).", def = "false")
        boolean sendKeepalivePacket,
    @Param(doc = "Accepted for old configurations; has no effect.", def = "0.5")
        Duration blockingTimeout,
    @Section(
            doc = "How messages are read.",
            defaults = {"@type syslog", "with_priority true"})
        Child<Parser> parse,
    @Section(doc = "UDP, TCP or TLS, and its settings.") Optional<MessageTransport> transport) {
  /** The protocols of old configurations. */
  public enum ProtocolType {
    /** UDP. */
    UDP,
    /** TCP. */
    TCP
  }

  /** How a stream is cut into messages. */
  public enum FrameType {
    /** Messages end with a delimiter. */
    TRADITIONAL,
    /** Messages begin with their length. */
    OCTET_COUNT
  }

  /** Checks what goes together. */
  public SyslogConfig {
    boolean udp =
        protocolType
            .map(type -> type == ProtocolType.UDP)
            .orElseGet(() -> transport.map(MessageTransport::isUdp).orElse(true));
    if (udp && sendKeepalivePacket) {
      throw new IllegalArgumentException("send_keepalive_packet is available for tcp/tls");
    }
    if (sourceHostnameKey.isPresent() && !resolveHostname.orElse(true)) {
      throw new IllegalArgumentException("resolve_hostname must be true with source_hostname_key");
    }
    if (delimiter.isEmpty()) {
      throw new IllegalArgumentException("delimiter '' is empty: at least one byte is expected");
    }
    if (messageLengthLimit.bytes() < 1) {
      throw new IllegalArgumentException(
          "message_length_limit " + messageLengthLimit.bytes() + ": at least 1 is expected");
    }
  }

  /** Whether messages come in datagrams. */
  boolean isUdp() {
    return protocolType
        .map(type -> type == ProtocolType.UDP)
        .orElseGet(() -> transport.map(MessageTransport::isUdp).orElse(true));
  }

  /** Field that the sender's name is put into. */
  Optional<String> hostnameKey() {
    return includeSourceHost ? Optional.of(sourceHostKey) : sourceHostnameKey;
  }
}
