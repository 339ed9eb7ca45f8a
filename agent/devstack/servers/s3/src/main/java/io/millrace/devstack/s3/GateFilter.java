package io.millrace.devstack.s3;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before S3Proxy: shows the {@link Faults}, and checks what S3Proxy does not know, namely
 * session tokens, their end, and keys that exist but may do nothing. The signature itself is
 * S3Proxy's part. Codes and texts are those of "Amazon S3 API Reference, Error responses".
 */
final class GateFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Pattern HEADER_KEY = Pattern.compile("Credential=([^/,\\s]+)");
  private static final Pattern QUERY_KEY = Pattern.compile("(?:^|&)X-Amz-Credential=([^&/%]+)");
  private static final Pattern QUERY_TOKEN = Pattern.compile("(?:^|&)X-Amz-Security-Token=([^&]+)");

  private final transient Grants grants;
  private final transient Faults faults;
  private final transient RequestLog log;
  private final transient InstantSource clock;

  GateFilter(Grants grants, Faults faults, RequestLog log, InstantSource clock) {
    this.grants = grants;
    this.faults = faults;
    this.log = log;
    this.clock = clock;
  }

  /** An answer in place of S3Proxy's. */
  private record Refusal(int status, String code, String message) {
    String document() {
      return """
          <?xml version="1.0" encoding="UTF-8"?>
          <Error><Code>%s</Code><Message>%s</Message><RequestId>DEVSTACK</RequestId></Error>
          """
          .formatted(code, message.replace("&", "&amp;").replace("<", "&lt;"));
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    log.append(request);
    pause(faults.delay());
    Optional<Refusal> refusal =
        faults
            .next()
            .map(fault -> new Refusal(fault.status(), fault.code(), fault.message()))
            .or(() -> refusal(request));
    if (refusal.isPresent()) {
      // A client still sending would see a broken connection instead of the answer.
      request.getInputStream().transferTo(OutputStream.nullOutputStream());
      answer(request, response, refusal.get());
    } else {
      chain.doFilter(request, response);
    }
  }

  /** No key at all is left to S3Proxy, which refuses anonymous requests. */
  private Optional<Refusal> refusal(HttpServletRequest request) {
    return accessKey(request).flatMap(key -> refusal(request, grants.find(key)));
  }

  private Optional<Refusal> refusal(HttpServletRequest request, Optional<Grant> found) {
    String token = token(request);
    if (found.isEmpty() || (token.isEmpty() && !found.get().token().isEmpty())) {
      return refuse(
          403,
          "InvalidAccessKeyId",
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    Grant grant = found.get();
    if (!token.equals(grant.token())) {
      return refuse(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
    }
    if (!clock.instant().isBefore(grant.expiry())) {
      return refuse(400, "ExpiredToken", "The provided token has expired.");
    }
    return grant.allowed() ? Optional.empty() : refuse(403, "AccessDenied", "Access Denied");
  }

  private static Optional<Refusal> refuse(int status, String code, String message) {
    return Optional.of(new Refusal(status, code, message));
  }

  private static Optional<String> accessKey(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .flatMap(header -> first(HEADER_KEY, header))
        .or(() -> query(request).flatMap(query -> first(QUERY_KEY, query)));
  }

  private static String token(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("x-amz-security-token"))
        .or(
            () ->
                query(request)
                    .flatMap(query -> first(QUERY_TOKEN, query))
                    .map(token -> URLDecoder.decode(token, StandardCharsets.UTF_8)))
        .orElse("");
  }

  private static Optional<String> query(HttpServletRequest request) {
    return Optional.ofNullable(request.getQueryString());
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static void answer(
      HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException {
    response.setStatus(refusal.status());
    response.setContentType("application/xml");
    response.setHeader("x-amz-request-id", "DEVSTACK");
    if (!request.getMethod().equals("HEAD")) {
      byte[] body = refusal.document().getBytes(StandardCharsets.UTF_8);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
