package io.millrace.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to MessagePack, token by token: no tree and no map in between. It accepts what
 * Fluentd's JSON reader does: comments, control characters in strings, bytes that are no UTF-8
 * (they pass as they are), of a repeated key the last value; integers of any size; no NaN.
 *
 * <p>What {@link PlainJson} can read, it reads; Jackson reads the rest, and finds the words for
 * what is wrong.
 *
 * <p>Kept by one caller and used for one text after another; not safe for use by several threads.
 */
public final class JsonPacker {
  /** Longest number, in characters. */
  private static final int MAX_NUMBER = 1000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Pack.MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final int maxBytes;
  private final PlainJson plain = new PlainJson();

  /** Refuses texts longer than {@code maxBytes}. */
  public JsonPacker(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Packs the one value of {@code json} behind what {@code out} holds.
   *
   * @throws MalformedJsonException if the text is no JSON value, has something behind it, is longer
   *     than allowed, or nests deeper than {@link Pack#MAX_DEPTH}; {@code out} is as it was
   */
  public void pack(ByteSlice json, PackWriter out) {
    checkSize(json);
    if (!plain.pack(json, out) && read(json, out, false) == 0) {
      throw new MalformedJsonException("empty JSON text: a value is expected");
    }
  }

  /**
   * Packs a sequence of values, with blanks or nothing between them, back to back.
   *
   * @return how many there are
   * @throws MalformedJsonException as {@link #pack} does
   */
  public int packAll(ByteSlice json, PackWriter out) {
    checkSize(json);
    return read(json, out, true);
  }

  private void checkSize(ByteSlice json) {
    if (json.length() > maxBytes) {
      throw new MalformedJsonException(
          "JSON text of " + json.length() + " bytes: at most " + maxBytes + " are accepted");
    }
  }

  private int read(ByteSlice json, PackWriter out, boolean many) {
    int start = out.sink().size();
    boolean done = false;
    try (JsonParser parser = open(json)) {
      int values = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (values > 0 && !many) {
          throw new MalformedJsonException(
              "unexpected text behind the JSON value, at byte " + offset(parser));
        }
        value(parser, token, out);
        values++;
      }
      done = true;
      return values;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException("invalid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MalformedJsonException("invalid JSON: " + e.getMessage(), e);
    } finally {
      if (!done) {
        out.sink().size(start);
      }
    }
  }

  private static long offset(JsonParser parser) {
    return Math.max(0, parser.currentTokenLocation().getByteOffset());
  }

  private static JsonParser open(ByteSlice json) throws IOException {
    if (Utf8.isValid(json.array(), json.offset(), json.end())) {
      return FACTORY.createParser(json.array(), json.offset(), json.length());
    }
    return FACTORY.createParser(RawChars.decode(json));
  }

  private void value(JsonParser parser, @Nullable JsonToken token, PackWriter out)
      throws IOException {
    if (token == null) {
      throw new MalformedJsonException("invalid JSON: cut short");
    }
    switch (token) {
      case START_OBJECT -> map(parser, out);
      case START_ARRAY -> array(parser, out);
      case VALUE_STRING ->
          RawChars.pack(
              parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), out);
      case VALUE_NUMBER_INT -> integer(parser, out);
      case VALUE_NUMBER_FLOAT -> out.floating(parser.getDoubleValue());
      case VALUE_TRUE -> out.bool(true);
      case VALUE_FALSE -> out.bool(false);
      case VALUE_NULL -> out.nil();
      default -> throw new MalformedJsonException("invalid JSON: unexpected " + token);
    }
  }

  private static void integer(JsonParser parser, PackWriter out) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      out.integer(parser.getBigIntegerValue());
    } else {
      out.integer(parser.getLongValue());
    }
  }

  private void array(JsonParser parser, PackWriter out) throws IOException {
    int header = out.sink().size();
    out.arrayHeader(0);
    int count = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      value(parser, token, out);
      count++;
    }
    JsonFields.finishArray(out, header, count);
  }

  private void map(JsonParser parser, PackWriter out) throws IOException {
    int header = out.sink().size();
    out.mapHeader(0);
    JsonFields fields = new JsonFields(header);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      int key = out.sink().size();
      RawChars.pack(
          parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), out);
      fields.add(out.sink().array(), key);
      value(parser, parser.nextToken(), out);
    }
    fields.finish(out);
  }
}
