package io.millrace.plugins.kubernetes;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where the Kubernetes API is.
 *
 * @param text as it is shown in {@code master_url}
 * @param base what paths such as {@code /v1/pods} are appended to
 */
record ApiAddress(String text, String base) {

  /** What {@code kubernetes_url} says, else the cluster this process runs in; empty outside. */
  static Optional<ApiAddress> of(ApiConfig config, Map<String, String> environment) {
    return config.kubernetesUrl().or(() -> ofCluster(environment)).map(ApiAddress::parse);
  }

  private static Optional<String> ofCluster(Map<String, String> environment) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    if (host.isBlank() || port.isBlank()) {
      return Optional.empty();
    }
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return Optional.of("https://" + bracketed + ":" + port + "/api");
  }

  /**
   * The address {@code text}; {@code /api} is added where it has no path.
   *
   * @throws IllegalArgumentException if it is no http or https address
   */
  static ApiAddress parse(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw wrong(text);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getQuery() != null) {
      throw wrong(text);
    }
    String path = uri.getPath() == null ? "" : uri.getPath();
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String base = uri.getScheme() + "://" + uri.getRawAuthority();
    return new ApiAddress(text, base + (trimmed.isEmpty() ? "/api" : trimmed));
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "kubernetes_url "
            + text
            + ": expected an address such as https://kubernetes.default.svc:443/api");
  }
}
