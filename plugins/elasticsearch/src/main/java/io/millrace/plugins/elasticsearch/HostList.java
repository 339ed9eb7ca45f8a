package io.millrace.plugins.elasticsearch;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, as {@code hosts}, {@code host} or {@code cloud_id} name them.
 *
 * @param nodes at least one
 */
record HostList(List<Node> nodes) {
  /** A text in {@code %{...}} may have any character. */
  private static final Pattern LITERAL = Pattern.compile("%\\{([^}]*)}");

  private static final Pattern NAME_AND_PORT = Pattern.compile("[^:]+:\\d+");
  private static final String SCHEME_END = "://";

  /**
   * One node.
   *
   * @param scheme http or https
   * @param host name or address; an IPv6 address without brackets
   * @param path in front of all requests; empty or with a slash in front and none behind
   * @param login user and password, {@code user:password}
   */
  record Node(String scheme, String host, int port, String path, Optional<String> login) {}

  /** Reads what names the nodes, with what {@code config} says of all nodes. */
  static HostList parse(Nodes given, ConnectionConfig config) {
    if (config.cloudId().isPresent()) {
      return cloud(config.cloudId().get(), config.cloudAuth());
    }
    List<Node> nodes = new ArrayList<>();
    for (String host : given.hosts().split(",")) {
      if (!host.isBlank()) {
        nodes.add(node(host.strip(), given.port(), config));
      }
    }
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException(
          "hosts names no node: expected one such as http://localhost:9200");
    }
    return new HostList(List.copyOf(nodes));
  }

  private static Node node(String text, int defaultPort, ConnectionConfig config) {
    if (text.contains(SCHEME_END)) {
      return url(text, defaultPort, config);
    }
    String scheme = config.scheme().name().toLowerCase(Locale.ROOT);
    String host = text;
    int port = defaultPort;
    if (NAME_AND_PORT.matcher(text).matches() || text.startsWith("[") && text.contains("]:")) {
      int colon = text.lastIndexOf(':');
      host = text.substring(0, colon);
      port = Integer.parseInt(text.substring(colon + 1));
    }
    return new Node(scheme, withoutBrackets(host), port, path(config.path()), login(config));
  }

  private static Node url(String text, int defaultPort, ConnectionConfig config) {
    URI url = uri(LITERAL.matcher(text).replaceAll(found -> encoded(found.group(1))), text);
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
      throw badUrl(text, "a scheme of http or https and a host are needed", null);
    }
    String ownPath = Optional.ofNullable(url.getPath()).orElse("");
    Optional<String> user =
        Optional.ofNullable(url.getRawUserInfo())
            .map(login -> URLDecoder.decode(login.replace("+", "%2B"), StandardCharsets.UTF_8));
    return new Node(
        scheme,
        withoutBrackets(url.getHost()),
        url.getPort() < 0 ? defaultPort : url.getPort(),
        ownPath.isEmpty() ? path(config.path()) : path(Optional.of(ownPath)),
        user.or(() -> login(config)));
  }

  private static URI uri(String text, String original) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw badUrl(original, e.getReason(), e);
    }
  }

  /** The URL is quoted without what may be a password. */
  private static IllegalArgumentException badUrl(
      String text, String why, @Nullable Throwable cause) {
    String shown = text.replaceAll(SCHEME_END + "[^/@]*@", SCHEME_END + "...@");
    return new IllegalArgumentException(
        "hosts: '"
            + shown
            + "' is no URL of a node: "
            + why
            + "; write special characters of user and password as %{...}",
        cause);
  }

  private static String encoded(String literal) {
    return URLEncoder.encode(literal, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Optional<String> login(ConnectionConfig config) {
    return config.user().map(user -> literal(user) + ":" + literal(config.password().orElse("")));
  }

  private static String literal(String text) {
    return LITERAL.matcher(text).replaceAll("$1");
  }

  private static String path(Optional<String> given) {
    String path = given.orElse("").replaceAll("^/+|/+$", "");
    return path.isEmpty() ? "" : "/" + path;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** {@code name:base64(domain[:port]$elasticsearch id$...)}. */
  private static HostList cloud(String cloudId, Optional<String> login) {
    String encoded = cloudId.substring(cloudId.indexOf(':') + 1);
    String[] parts = decoded(encoded).split("\\$");
    if (parts.length < 2) {
      throw new IllegalArgumentException(
          "cloud_id: '" + cloudId + "' names no deployment: copy it from the cloud's console");
    }
    int colon = parts[0].indexOf(':');
    String domain = colon < 0 ? parts[0] : parts[0].substring(0, colon);
    int port = colon < 0 ? 443 : Integer.parseInt(parts[0].substring(colon + 1));
    return new HostList(List.of(new Node("https", parts[1] + "." + domain, port, "", login)));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cloud_id: '" + base64 + "' is not Base64: copy it from the cloud's console", e);
    }
  }

  /** The nodes without their logins, as the log shows them. */
  @Override
  public String toString() {
    return nodes.stream()
        .map(
            node ->
                node.scheme()
                    + SCHEME_END
                    + (node.host().contains(":") ? "[" + node.host() + "]" : node.host())
                    + ":"
                    + node.port()
                    + node.path())
        .toList()
        .toString();
  }
}
