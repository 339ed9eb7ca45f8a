package io.millrace.devstack;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request the S3 server saw, for assertions.
 *
 * @param method HTTP method
 * @param target path and query as sent, percent-encoded
 * @param headers headers by lower-case name, without the authorization
 */
public record S3Request(String method, String target, Map<String, String> headers) {

  /** Reads a line of the request log: fields separated by tabs, headers as {@code name=value}. */
  static S3Request parse(String line) {
    String[] fields = line.split("\t");
    Map<String, String> headers =
        Arrays.stream(fields)
            .skip(2)
            .map(field -> field.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, next) -> first));
    return new S3Request(fields[0], fields[1], Map.copyOf(headers));
  }
}
