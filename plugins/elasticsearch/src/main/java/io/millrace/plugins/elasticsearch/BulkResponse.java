package io.millrace.plugins.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.RetryableException;
import java.io.IOException;

/**
 * Reads the answer to a bulk request in one pass, without a tree. Items that succeeded cost
 * nothing; each other one becomes an {@link ItemResult}.
 */
final class BulkResponse {
  /** Reasons quote documents; more than this many characters help nobody. */
  private static final int MAX_REASON = 1024;

  private static final JsonFactory JSON = new JsonFactory();

  /** Told of each item that did not succeed. */
  interface Listener {
    /** Item {@code index} of the request, from 0, was answered by {@code result}. */
    void failed(int index, ItemResult result);
  }

  private final JsonParser json;
  private final int sent;
  private final Listener listener;

  private BulkResponse(JsonParser json, int sent, Listener listener) {
    this.json = json;
    this.sent = sent;
    this.listener = listener;
  }

  /**
   * Reads {@code body}, the answer to {@code sent} items. An item without an answer is reported as
   * {@link ItemResult#MISSING}.
   *
   * @throws RetryableException if the body is no answer to a bulk request
   */
  static void read(byte[] body, int sent, Listener listener) {
    try (JsonParser json = JSON.createParser(body)) {
      new BulkResponse(json, sent, listener).read();
    } catch (IOException e) {
      throw noAnswer("it is no JSON: " + e.getMessage());
    }
  }

  private static RetryableException noAnswer(String why) {
    return new RetryableException(
        "the answer to a bulk request cannot be understood, "
            + why
            + "; check that host, port and path lead to Elasticsearch's _bulk API");
  }

  private void read() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw noAnswer("it is no JSON object");
    }
    boolean knowsErrors = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("errors")) {
        if (value == JsonToken.VALUE_FALSE) {
          return;
        }
        knowsErrors = true;
      } else if (name.equals("items")) {
        if (value != JsonToken.START_ARRAY) {
          throw noAnswer("'items' is no array");
        }
        items();
        return;
      } else {
        json.skipChildren();
      }
    }
    throw noAnswer(knowsErrors ? "it has no 'items'" : "it has no 'errors'");
  }

  private void items() throws IOException {
    int index = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (index >= sent) {
        throw noAnswer("it has more items than the request, " + sent);
      }
      item(index++);
    }
    for (; index < sent; index++) {
      listener.failed(index, ItemResult.MISSING);
    }
  }

  /** One {@code {"create": {...}}}. */
  private void item(int index) throws IOException {
    String operation = "";
    Answer answer = new Answer();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        operation = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT) {
          answer.read();
        } else {
          json.skipChildren();
        }
      }
    } else {
      json.skipChildren();
    }
    if (answer.status < 200 || answer.status >= 300) {
      listener.failed(
          index, new ItemResult(operation, answer.status, answer.type, shortened(answer.reason)));
    }
  }

  private static String shortened(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
  }

  /** What is behind the operation's name. */
  private final class Answer {
    int status;
    String type = "";
    String reason = "";

    void read() throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("status") && value == JsonToken.VALUE_NUMBER_INT) {
          status = json.getIntValue();
        } else if (name.equals("error")) {
          error(value);
        } else {
          json.skipChildren();
        }
      }
    }

    private void error(JsonToken value) throws IOException {
      if (value == JsonToken.VALUE_STRING) {
        reason = json.getText();
        return;
      }
      if (value != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken field = json.nextToken();
        if (name.equals("type") && field == JsonToken.VALUE_STRING) {
          type = json.getText();
        } else if (name.equals("reason") && field == JsonToken.VALUE_STRING) {
          reason = json.getText() + reason;
        } else if (name.equals("caused_by") && field == JsonToken.START_OBJECT) {
          reason = reason + cause();
        } else {
          json.skipChildren();
        }
      }
    }

    /** The reason of the first cause; deeper ones repeat it. */
    private String cause() throws IOException {
      String cause = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken field = json.nextToken();
        if (name.equals("reason") && field == JsonToken.VALUE_STRING) {
          cause = " (" + json.getText() + ")";
        } else {
          json.skipChildren();
        }
      }
      return cause;
    }
  }
}
