package io.millrace.devstack;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One HTTP request to STS, read whole: the query protocol keeps its parameters in a form. */
final class StsCall implements SignatureV4.SignedRequest {
  private static final int MAX_BODY_BYTES = 256 << 10;

  private final HttpExchange exchange;
  private final byte[] body;

  private StsCall(HttpExchange exchange, byte[] body) {
    this.exchange = exchange;
    this.body = body;
  }

  static StsCall read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new AwsRefusal(413, "RequestEntityTooLarge", "The request is over 256 KiB.");
    }
    return new StsCall(exchange, body);
  }

  /** The parameters of the query and of the form, decoded; sorted by name. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    addTo(parameters, rawQuery());
    addTo(parameters, new String(body, StandardCharsets.UTF_8));
    return parameters;
  }

  private static void addTo(Map<String, String> parameters, String form) {
    for (String pair : form.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "MalformedQueryString", "Not percent-encoded: " + text);
    }
  }

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String rawPath() {
    return exchange.getRequestURI().getRawPath();
  }

  @Override
  public String rawQuery() {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
  }

  @Override
  public String header(String name) {
    List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
    return String.join(",", values.stream().map(String::strip).toList());
  }

  @Override
  public byte[] body() {
    return body.clone();
  }
}
