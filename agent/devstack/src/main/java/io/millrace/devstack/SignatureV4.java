package io.millrace.devstack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code Authorization} header of AWS Signature Version 4, and the check of its signature.
 * Source: "Signature Version 4 signing process", AWS General Reference.
 *
 * @param accessKeyId who signed
 * @param scope {@code date/region/service/aws4_request}
 * @param signedHeaders names of the headers the signature covers, in its order
 * @param signature the signature, in hex
 */
record SignatureV4(String accessKeyId, String scope, List<String> signedHeaders, String signature) {
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=([^/,\\s]+)/([^,\\s]+), *"
              + "SignedHeaders=([^,\\s]+), *Signature=([0-9a-f]{64})");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

  /** What of a request goes into a signature. */
  interface SignedRequest {
    String method();

    /** The path as sent, still percent-encoded. */
    String rawPath();

    /** The query as sent, still percent-encoded; empty when there is none. */
    String rawQuery();

    /** All values of a header, trimmed, joined by commas; empty when it is absent. */
    String header(String name);

    byte[] body();
  }

  /** Reads the header; empty when it is not of this scheme or not well formed. */
  static Optional<SignatureV4> parse(String header) {
    Matcher matcher = HEADER.matcher(header);
    return matcher.matches()
        ? Optional.of(
            new SignatureV4(
                matcher.group(1),
                matcher.group(2),
                List.of(matcher.group(3).split(";")),
                matcher.group(4)))
        : Optional.empty();
  }

  /** Whether {@code secret} made this signature over {@code request}. */
  boolean matches(SignedRequest request, String secret) {
    byte[] expected = sign(request, secret).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII));
  }

  private String sign(SignedRequest request, String secret) {
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            request.header("x-amz-date"),
            scope,
            sha256(canonical(request).getBytes(StandardCharsets.UTF_8)));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private String canonical(SignedRequest request) {
    String headers =
        signedHeaders.stream()
            .map(name -> name + ":" + request.header(name).replaceAll(" +", " ") + "\n")
            .collect(Collectors.joining());
    String path = request.rawPath().isEmpty() ? "/" : request.rawPath();
    return String.join(
        "\n",
        request.method(),
        path,
        canonicalQuery(request.rawQuery()),
        headers,
        String.join(";", signedHeaders),
        sha256(request.body()));
  }

  private static String canonicalQuery(String query) {
    return Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", 2))
        .map(part -> encode(part[0]) + "=" + encode(part.length == 2 ? part[1] : ""))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  /** Percent-encodes text that may already be encoded in another client's taste. */
  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : decode(text)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static byte[] decode(String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%' && i + 2 < raw.length) {
        decoded.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        decoded.write(raw[i]);
      }
    }
    return decoded.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has HmacSHA256", e);
    }
  }
}
