package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How nodes are spoken to, who we are to them, and how long they may take. */
public record ConnectionConfig(
    @Param(doc = "How to speak to nodes that name no scheme: http or https.", def = "http")
        Scheme scheme,
    @Param(doc = "Path in front of all requests, for a node behind a proxy.") Optional<String> path,
    @Param(doc = "User of basic authentication.") Optional<String> user,
    @Param(doc = "Password of basic authentication.", secret = true) Optional<String> password,
    @Param(doc = "Id of an Elastic Cloud deployment; wins over host and hosts.")
        Optional<String> cloudId,
    @Param(doc = "User and password of the Elastic Cloud deployment, user:password.", secret = true)
        Optional<String> cloudAuth,
    @Param(doc = "API key, as id:key.", secret = true) Optional<String> apiKey,
    @Param(doc = "Headers of every request.", def = "{}") Map<String, String> customHeaders,
    @Param(doc = "How long connecting, and each wait for an answer, may take.", def = "30s")
        Duration requestTimeout,
    @Param(
            doc = "Whether to connect anew, and to ask for the version anew, after any failure.",
            def = "false")
        boolean reconnectOnError) {
  /** How to speak to a node. */
  public enum Scheme {
    /** Plain text. */
    HTTP,
    /** TLS. */
    HTTPS
  }

  /** Checks which settings go together. */
  public ConnectionConfig {
    if (user.isPresent() && password.isEmpty()) {
      throw new IllegalArgumentException(
          "user is set but password is not: basic authentication needs both");
    }
    if (cloudId.isPresent() && cloudAuth.isEmpty()) {
      throw new IllegalArgumentException(
          "cloud_id is set but cloud_auth is not: set it to user:password");
    }
    if (requestTimeout.isNegative() || requestTimeout.isZero()) {
      throw new IllegalArgumentException("request_timeout must be more than 0, such as 30s");
    }
    customHeaders = Map.copyOf(customHeaders);
  }
}
