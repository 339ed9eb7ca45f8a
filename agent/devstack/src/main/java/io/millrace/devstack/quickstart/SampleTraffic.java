package io.millrace.devstack.quickstart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes up what applications log. The same seed gives the same lines. Not for several threads. */
final class SampleTraffic {
  private static final List<String> PATHS =
      List.of("/", "/cart", "/checkout", "/api/items/17", "/api/items/42", "/api/orders");
  private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST");
  private static final int ERROR_EVERY = 25;

  private final SplittableRandom random;
  private long number;

  SampleTraffic(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One request as a record. */
  Map<String, Object> request(String service) {
    boolean failed = random.nextInt(ERROR_EVERY) == 0;
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("level", failed ? "error" : "info");
    record.put("service", service);
    record.put("msg", failed ? "upstream timed out" : "request served");
    record.put("method", pick(METHODS));
    record.put("path", pick(PATHS));
    record.put("status", failed ? 504 : 200);
    record.put("duration_ms", failed ? 5_000 + random.nextInt(900) : 1 + random.nextInt(90));
    record.put("request_id", ++number);
    return record;
  }

  /** One request as a JSON object. No value of {@link #request} needs an escape. */
  String json(String service) {
    StringBuilder json = new StringBuilder(200);
    request(service)
        .forEach(
            (key, value) -> {
              json.append(json.length() == 0 ? '{' : ',').append('"').append(key).append("\":");
              if (value instanceof Number) {
                json.append(value);
              } else {
                json.append('"').append(value).append('"');
              }
            });
    return json.append('}').toString();
  }

  /** One request as a line of an access log, which is not JSON. */
  String accessLine() {
    return String.format(
        Locale.ROOT,
        "10.1.%d.%d \"%s %s HTTP/1.1\" 200 %d",
        random.nextInt(4),
        1 + random.nextInt(250),
        pick(METHODS),
        pick(PATHS),
        200 + random.nextInt(9_000));
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
