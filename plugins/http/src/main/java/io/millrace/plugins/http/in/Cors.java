package io.millrace.plugins.http.in;

import io.millrace.event.ByteSlice;
import io.millrace.net.http.HttpReply;
import io.millrace.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cross-origin requests: which pages may send events, and what their browsers are told.
 *
 * <p>Source: the Fetch standard's CORS protocol, as Fluentd's in_http speaks it.
 */
final class Cors {
  private final Optional<List<String>> origins;
  private final boolean credentials;

  Cors(HttpInputConfig config) {
    this.origins = config.corsAllowOrigins();
    this.credentials = config.corsAllowCredentials();
  }

  /** Whether the request may be answered: it names no origin, or one that is allowed. */
  boolean allows(HttpRequest request) {
    Optional<String> origin = request.header("Origin");
    return origins.isEmpty() || origin.isEmpty() || isAllowed(origin.get());
  }

  private boolean isAllowed(String origin) {
    return allowsAll() || origins.orElseThrow().stream().anyMatch(p -> matches(p, origin));
  }

  private boolean allowsAll() {
    return origins.orElseThrow().contains("*");
  }

  private static boolean matches(String pattern, String origin) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(origin);
    }
    String before = pattern.substring(0, star);
    String after = pattern.substring(star + 1);
    return origin.length() >= before.length() + after.length()
        && origin.startsWith(before)
        && origin.endsWith(after);
  }

  /** Answers what a browser asks before it sends: {@code OPTIONS}. */
  HttpReply preflight(HttpRequest request) {
    Optional<String> origin = request.header("Origin");
    boolean post =
        request.header("Access-Control-Request-Method").filter("POST"::equals).isPresent();
    if (origins.isEmpty() || !post || origin.isEmpty() || !isAllowed(origin.get())) {
      return new HttpReply(403, Map.of(), ByteSlice.EMPTY);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Access-Control-Allow-Methods", "POST");
    request
        .header("Access-Control-Request-Headers")
        .ifPresent(names -> headers.put("Access-Control-Allow-Headers", names));
    addTo(headers, request);
    return new HttpReply(200, headers, ByteSlice.EMPTY);
  }

  /** Adds what allows the page to read the answer. */
  void addTo(Map<String, String> headers, HttpRequest request) {
    if (origins.isEmpty()) {
      return;
    }
    if (allowsAll()) {
      headers.put("Access-Control-Allow-Origin", "*");
      return;
    }
    request
        .header("Origin")
        .ifPresent(
            origin -> {
              headers.put("Access-Control-Allow-Origin", origin);
              headers.put("Vary", "Origin");
              if (credentials) {
                headers.put("Access-Control-Allow-Credentials", "true");
              }
            });
  }
}
