package io.millrace.expr;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Modules of Ruby's standard library that configurations use: digests, Base64, URI. */
final class LibraryModules {

  /** Ruby's names of digests, and Java's. */
  private static final Map<String, String> DIGESTS =
      Map.of("MD5", "MD5", "SHA1", "SHA-1", "SHA256", "SHA-256", "SHA512", "SHA-512");

  /** What {@code encode64} puts on one line, in characters. */
  private static final int LINE = 60;

  private LibraryModules() {}

  static void define(Map<String, Object> values) {
    DIGESTS.forEach(
        (name, algorithm) ->
            values.put("Digest::" + name, new RubyModule("Digest::" + name, digest(algorithm))));
    values.put("Base64", new RubyModule("Base64", base64()));
    values.put("URI", new RubyModule("URI", uri()));
  }

  private static MethodTable<RubyModule> digest(String algorithm) {
    return new MethodTable<RubyModule>("Digest")
        .define(
            "hexdigest",
            1,
            1,
            (self, args) -> HexFormat.of().formatHex(digest(algorithm, args.text(0))))
        .define(
            "base64digest",
            1,
            1,
            (self, args) -> Base64.getEncoder().encodeToString(digest(algorithm, args.text(0))));
  }

  private static byte[] digest(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(utf8(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has these
    }
  }

  /** Encoding only: what is decoded is binary data, which strings here cannot be. */
  private static MethodTable<RubyModule> base64() {
    return new MethodTable<RubyModule>("Base64")
        .define(
            "strict_encode64",
            1,
            1,
            (self, args) -> Base64.getEncoder().encodeToString(utf8(args.text(0))))
        .define(
            "urlsafe_encode64",
            1,
            1,
            (self, args) -> Base64.getUrlEncoder().encodeToString(utf8(args.text(0))))
        .define(
            "encode64",
            1,
            1,
            (self, args) -> {
              byte[] newline = {'\n'};
              String text = Base64.getMimeEncoder(LINE, newline).encodeToString(utf8(args.text(0)));
              return text.isEmpty() ? text : text + "\n";
            });
  }

  private static MethodTable<RubyModule> uri() {
    return new MethodTable<RubyModule>("URI")
        .define("encode_www_form_component", 1, 1, (self, args) -> encode(args.text(0)))
        .define("decode_www_form_component", 1, 1, (self, args) -> decode(args.text(0)));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ExpressionException.argumentError("invalid %-encoding (" + text + ")");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
