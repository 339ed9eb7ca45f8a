package io.millrace.plugins.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a request.
 *
 * @param status HTTP status
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, byte[] body) {
  private static final int MAX_SHOWN = 300;
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether the request was carried out. */
  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Whether there was such a thing before the request to create it. */
  boolean saysAlreadyThere() {
    return status == 400 && error().contains("already_exists");
  }

  /** Whether the server has no such API: it is of another make, or lacks a module. */
  boolean isUnknownApi() {
    return status == 405 || status == 400 && head().contains("no handler found");
  }

  /** Status, and type and reason of the first error in the body, or the head of another body. */
  String error() {
    String type = "";
    String reason = "";
    try (JsonParser json = JSON.createParser(body)) {
      JsonToken token = json.nextToken();
      while (token != null && (type.isEmpty() || reason.isEmpty())) {
        if (token == JsonToken.VALUE_STRING
            && type.isEmpty()
            && "type".equals(json.currentName())) {
          type = json.getText();
        } else if (token == JsonToken.VALUE_STRING && "reason".equals(json.currentName())) {
          reason = json.getText();
        }
        token = json.nextToken();
      }
    } catch (IOException e) {
      return status + " " + head();
    }
    return type.isEmpty() ? status + " " + head() : status + " " + type + ": " + reason;
  }

  private String head() {
    int length = Math.min(body.length, MAX_SHOWN);
    return new String(body, 0, length, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
  }
}
