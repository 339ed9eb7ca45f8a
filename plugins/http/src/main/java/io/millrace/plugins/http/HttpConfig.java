package io.millrace.plugins.http;

import io.millrace.api.Child;
import io.millrace.api.Formatter;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.RequestSigner;
import io.millrace.api.Section;
import io.millrace.api.Template;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of {@code @type http}.
 *
 * <p>Source: Fluentd's {@code out_http}.
 */
public record HttpConfig(
    @Param(doc = "URL that chunks are sent to; placeholders are filled in.") Template endpoint,
    @Param(doc = "Method of requests: put or post.", def = "post") Method httpMethod,
    @Param(
            doc =
                "URL of a proxy; without it that of the environment's HTTP_PROXY, which is not asked"
                    + " for hosts of this machine.",
            secret = true)
        Optional<String> proxy,
    @Param(doc = "Content type of requests; without it that of the formatter.")
        Optional<String> contentType,
    @Param(doc = "Whether a request is one JSON array of the records.", def = "false")
        boolean jsonArray,
    @Param(doc = "Headers of every request.", def = "{}") Map<String, String> headers,
    @Param(doc = "Headers whose placeholders are filled in.", def = "{}")
        Map<String, Template> headersFromPlaceholders,
    @Param(doc = "Compression of requests: text (none) or gzip.", def = "text") Compress compress,
    @Param(doc = "Hosts that placeholders in the host of endpoint may lead to.", def = "")
        List<String> allowedHosts,
    @Param(doc = "Seconds that connecting may take.", def = "60") int openTimeout,
    @Param(doc = "Seconds that an answer may take.", def = "60") int readTimeout,
    @Param(doc = "No effect: open_timeout covers it.") Optional<Integer> sslTimeout,
    @Param(doc = "No effect: connections are always reused.", def = "false")
        boolean reuseConnections,
    @Param(
            doc =
                "Whether an answer of failure that is not retryable fails the chunk for good; else"
                    + " the chunk is dropped and the log says so.",
            def = "true")
        boolean errorResponseAsUnrecoverable,
    @Param(doc = "Statuses after which a chunk is sent again; without it 503.")
        Optional<List<Integer>> retryableResponseCodes,
    @Include TlsConfig tls,
    @Section(doc = "How records are written.", defaults = "@type json") Child<Formatter> format,
    @Section(doc = "Who we are to the server.") Optional<Auth> auth) {
  /** Method of requests. */
  public enum Method {
    /** {@code PUT}. */
    PUT,
    /** {@code POST}. */
    POST
  }

  /** Compression of requests. */
  public enum Compress {
    /** None. */
    TEXT,
    /** Gzip. */
    GZIP
  }

  /** The {@code <auth>} section. */
  public record Auth(
      @Param(
              doc =
                  "How: basic, or aws_sigv4 for services of AWS, with the keys of the environment or"
                      + " of aws_role_arn.",
              def = "basic")
          AuthMethod method,
      @Param(doc = "User, for basic.") Optional<String> username,
      @Param(doc = "Password, for basic.", secret = true) Optional<String> password,
      @Param(doc = "Name of the service of AWS, such as es or aoss, for aws_sigv4.")
          Optional<String> awsService,
      @Param(doc = "Its region, for aws_sigv4.") Optional<String> awsRegion,
      @Param(doc = "Role whose keys sign, for aws_sigv4.") Optional<String> awsRoleArn) {
    /** How a request shows who sent it. */
    public enum AuthMethod {
      /** User and password. */
      BASIC,
      /** AWS Signature Version 4. */
      AWS_SIGV4
    }

    /** Checks that nothing is missing. */
    public Auth {
      if (method == AuthMethod.AWS_SIGV4) {
        require("aws_service", awsService);
        require("aws_region", awsRegion);
      } else if (username.isEmpty() || password.isEmpty()) {
        throw new IllegalArgumentException("method basic needs username and password");
      }
    }

    private static void require(String name, Optional<String> value) {
      if (value.isEmpty()) {
        throw new IllegalArgumentException(
            name + " is required for the auth method aws_sigv4: set it in <auth>");
      }
    }

    /** What signatures are for; empty if nothing is signed. */
    Optional<RequestSigner.Scope> scope() {
      return method == AuthMethod.AWS_SIGV4
          ? Optional.of(
              new RequestSigner.Scope(
                  awsService.orElseThrow(), awsRegion.orElseThrow(), awsRoleArn))
          : Optional.empty();
    }
  }

  /** Copies the collections, and checks what no parameter can check alone. */
  public HttpConfig {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    headersFromPlaceholders =
        Collections.unmodifiableMap(new LinkedHashMap<>(headersFromPlaceholders));
    headers.forEach((name, value) -> checkHeader("headers", name, value));
    headersFromPlaceholders.forEach(
        (name, value) -> checkHeader("headers_from_placeholders", name, ""));
    allowedHosts = List.copyOf(allowedHosts);
    Endpoint.check(endpoint.text());
    proxy.ifPresent(url -> HttpProxy.of(url, true));
    if (jsonArray && !format.type().equals("json")) {
      throw new IllegalArgumentException(
          "json_array option could be used with json formatter only");
    }
    if (openTimeout < 1 || readTimeout < 1) {
      throw new IllegalArgumentException("open_timeout and read_timeout must be 1 second or more");
    }
  }

  /** Refuses what the HTTP client would refuse when it sends. */
  private static void checkHeader(String parameter, String name, String value) {
    try {
      HttpRequest.newBuilder().setHeader(name, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          parameter + ": header '" + name + "' cannot be sent: " + e.getMessage(), e);
    }
  }

  /** The content type of requests. */
  String bodyType() {
    return contentType.orElseGet(() -> typeOf(format.type(), jsonArray));
  }

  private static String typeOf(String formatter, boolean jsonArray) {
    return switch (formatter) {
      case "json" -> jsonArray ? "application/json" : "application/x-ndjson";
      case "csv" -> "text/csv";
      case "tsv", "ltsv" -> "text/tab-separated-values";
      case "msgpack" -> "application/x-msgpack";
      case "out_file", "single_value", "stdout", "hash" -> "text/plain";
      default ->
          throw new IllegalArgumentException(
              "can't determine Content-Type from formatter type. Set content_type parameter"
                  + " explicitly");
    };
  }
}
