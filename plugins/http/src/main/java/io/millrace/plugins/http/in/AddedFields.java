package io.millrace.plugins.http.in;

import io.millrace.event.ByteSlice;
import io.millrace.event.RecordEditor;
import io.millrace.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The fields that a request adds to each of its records: headers, then parameters of the query,
 * then the client's address.
 */
final class AddedFields {
  private final Map<ByteSlice, Object> fields = new LinkedHashMap<>();
  private final RecordEditor editor = new RecordEditor();

  AddedFields(HttpInputConfig config, HttpRequest request, Parameters query) {
    if (config.addHttpHeaders()) {
      for (String name : request.headers().names()) {
        List<String> values = request.headers().getAll(name);
        put("HTTP_", name, values.size() == 1 ? values.get(0) : List.copyOf(values));
      }
    }
    if (config.addQueryParams()) {
      query.all().forEach((name, value) -> put("QUERY_", name, value.toString()));
    }
    if (config.addRemoteAddr()) {
      put("", "REMOTE_ADDR", remoteAddress(request));
    }
  }

  private void put(String prefix, String name, Object value) {
    String key = prefix + name.replace('-', '_').toUpperCase(Locale.ROOT);
    fields.put(ByteSlice.utf8(key), value);
  }

  /** The first address of the first {@code X-Forwarded-For}, else the peer's. */
  private static String remoteAddress(HttpRequest request) {
    return request
        .header("X-Forwarded-For")
        .map(addresses -> addresses.split(",", 2)[0].strip())
        .filter(address -> !address.isEmpty())
        .orElseGet(() -> request.peer().getAddress().getHostAddress());
  }

  /** The record with the fields; the same if there are none. Valid until the next call. */
  ByteSlice addTo(ByteSlice record) {
    if (fields.isEmpty()) {
      return record;
    }
    editor.copyOf(record.array(), record.offset(), record.end());
    fields.forEach(
        (key, added) -> {
          editor.value().value(added);
          editor.put(key);
        });
    return editor.record();
  }
}
