package io.millrace.plugins.http;

import io.millrace.api.Chunk;
import io.millrace.api.Template;
import io.millrace.api.UnrecoverableException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where chunks are sent. Tags and fields come from outside, so that they choose the host only among
 * those that the configuration lists.
 */
final class Endpoint {
  private static final Pattern HOST =
      Pattern.compile("https?://(?:[^/?#@]*@)?(\\[[^]]*]|[^/?#:]*).*", Pattern.CASE_INSENSITIVE);

  private final Template template;
  private final List<String> allowedHosts;
  private final String host;

  Endpoint(Template template, List<String> allowedHosts) {
    this.template = template;
    this.allowedHosts = allowedHosts;
    this.host = host(template.text());
  }

  /** Throws {@link IllegalArgumentException} if {@code text} can be no URL of a server. */
  static void check(String text) {
    boolean hasPlaceholders = text.contains("${") || text.contains("%");
    if (host(text).isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid endpoint URI: " + text + ": expected one such as http://localhost:8080/logs");
    }
    if (!hasPlaceholders) {
      try {
        new URI(text);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException("Invalid endpoint URI: " + e.getMessage(), e);
      }
    }
  }

  private static String host(String text) {
    Matcher matcher = HOST.matcher(text);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /**
   * The URL for {@code chunk}.
   *
   * @throws UnrecoverableException if it is none, or leads to a host that is not allowed
   */
  URI of(Chunk chunk) {
    String text = template.expand(chunk);
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new UnrecoverableException("endpoint: " + text + " is no URL: " + e.getReason(), e);
    }
    String target = host(text);
    if (!target.equals(host)) {
      if (allowedHosts.isEmpty()) {
        throw new UnrecoverableException(
            "allowed_hosts is strictly required when using placeholders in the endpoint host");
      }
      if (!allowedHosts.contains(target)) {
        throw new UnrecoverableException("Not allowed host: " + target);
      }
    }
    return uri;
  }
}
