package io.millrace.plugins.http.in;

import io.millrace.api.Child;
import io.millrace.api.Param;
import io.millrace.api.Parser;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.net.TransportConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything a {@code <source>} with {@code @type http} may contain.
 *
 * <p>Source: Fluentd's {@code in_http}.
 */
public record HttpInputConfig(
    @Param(doc = "Port to listen on.", def = "9880") int port,
    @Param(doc = "Address to listen on.", def = "0.0.0.0") String bind,
    @Param(doc = "Longest body; one that is longer is refused with 413.", def = "32m")
        Size bodySizeLimit,
    @Param(
            doc =
                "Size beyond which a compressed body is refused with 400. Never more than a quarter"
                    + " of the heap.",
            def = "256m")
        Size decompressionSizeLimit,
    @Param(doc = "How long an idle connection is kept.", def = "10") Duration keepaliveTimeout,
    @Param(doc = "Number of connections that the kernel keeps waiting.") Optional<Integer> backlog,
    @Param(doc = "Whether request headers become fields HTTP_<NAME>.", def = "false")
        boolean addHttpHeaders,
    @Param(doc = "Whether the client's address becomes the field REMOTE_ADDR.", def = "false")
        boolean addRemoteAddr,
    @Param(doc = "Whether parameters of the query become fields QUERY_<NAME>.", def = "false")
        boolean addQueryParams,
    @Param(doc = "Accepted for old configurations; has no effect.", def = "0.5")
        Duration blockingTimeout,
    @Param(
            doc =
                "Origins whose pages may send events: *, an origin, or one with a wildcard such as"
                    + " https://*.example.com. Without it any page may, unread.")
        Optional<List<String>> corsAllowOrigins,
    @Param(doc = "Whether such pages may send credentials.", def = "false")
        boolean corsAllowCredentials,
    @Param(doc = "Whether to answer with a GIF of one pixel.", def = "false")
        boolean respondWithEmptyImg,
    @Param(doc = "Whether to answer 204 instead of 200.", def = "false", name = "use_204_response")
        boolean use204Response,
    @Param(doc = "Whether requests that fail are logged.", def = "true") boolean dumpErrorLog,
    @Param(doc = "Put in front of the tag, with a dot.") Optional<String> addTagPrefix,
    @Section(
            doc =
                "How bodies are read; with in_http, which is the default, as JSON or MessagePack,"
                    + " by their content type.",
            defaults = "@type in_http")
        Child<Parser> parse,
    @Section(doc = "TCP or TLS, and its settings.") Optional<TransportConfig> transport) {

  /** Checks what goes together. */
  public HttpInputConfig {
    if (addTagPrefix.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException(
          "'add_tag_prefix' parameter must not be empty: leave it out, or give it a text");
    }
    corsAllowOrigins = corsAllowOrigins.map(all -> all.stream().filter(o -> !o.isEmpty()).toList());
    if (corsAllowCredentials && corsAllowOrigins.map(all -> all.contains("*")).orElse(true)) {
      throw new IllegalArgumentException(
          "Cannot enable cors_allow_credentials without specific origins: name them in"
              + " cors_allow_origins");
    }
    if (bodySizeLimit.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "body_size_limit " + bodySizeLimit.bytes() + ": less than 2 GiB is expected");
    }
  }
}
