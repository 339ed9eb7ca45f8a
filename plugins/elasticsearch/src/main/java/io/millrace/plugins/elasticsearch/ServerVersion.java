package io.millrace.plugins.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What of a server's version matters to requests. Servers that do not tell it are taken for current
 * ones: those refuse what old ones need, and not the other way round.
 *
 * @param major first number of an Elasticsearch version
 */
record ServerVersion(int major) {
  /** Of a server that is not asked or does not tell. */
  static final ServerVersion CURRENT = new ServerVersion(8);

  private static final JsonFactory JSON = new JsonFactory();

  /** Whether documents have a {@code _type}, and {@code routing} an underscore in front. */
  boolean hasTypes() {
    return major < 7;
  }

  /** Whether a {@code _type} may come from the record. */
  boolean hasManyTypes() {
    return major < 6;
  }

  /** Of the answer to {@code GET /}; OpenSearch is current, whatever number it has. */
  static ServerVersion read(byte[] answer) {
    String number = "";
    String distribution = "";
    try (JsonParser json = JSON.createParser(answer)) {
      JsonToken token = json.nextToken();
      while (token != null) {
        if (token == JsonToken.VALUE_STRING && "number".equals(json.currentName())) {
          number = json.getText();
        } else if (token == JsonToken.VALUE_STRING && "distribution".equals(json.currentName())) {
          distribution = json.getText();
        }
        token = json.nextToken();
      }
    } catch (IOException e) {
      return CURRENT; // a proxy's page
    }
    int dot = number.indexOf('.');
    return distribution.equals("opensearch") || dot < 1 || !number.substring(0, dot).matches("\\d+")
        ? CURRENT
        : new ServerVersion(Integer.parseInt(number.substring(0, dot)));
  }
}
