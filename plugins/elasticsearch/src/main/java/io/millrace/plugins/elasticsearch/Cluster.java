package io.millrace.plugins.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * One cluster: connections to its nodes, and what it told of itself. Requests go to the nodes in
 * turn, and to the next one where a node does not answer. Safe for use by several threads; {@link
 * #close} ends the connections.
 */
final class Cluster implements AutoCloseable {
  /** Requests at once to one node; flush threads are the bound in practice. */
  private static final int MAX_CONNECTIONS = 64;

  /** Proxies forget idle connections; we forget them earlier. */
  private static final long KEEP_ALIVE_MILLIS = Duration.ofSeconds(30).toMillis();

  private final RestClient client;
  private final VersionConfig versionConfig;
  private volatile @Nullable ServerVersion version;

  private Cluster(RestClient client, VersionConfig versionConfig) {
    this.client = client;
    this.versionConfig = versionConfig;
  }

  /** Opens no connection yet, but starts the client's thread. */
  static Cluster open(HostList hosts, CommonConfig config) {
    List<HttpHost> nodes = new ArrayList<>();
    Map<String, String> logins = new HashMap<>();
    for (HostList.Node node : hosts.nodes()) {
      HttpHost host = new HttpHost(node.host(), node.port(), node.scheme());
      nodes.add(host);
      node.login().ifPresent(login -> logins.put(host.toHostString(), basic(login)));
    }
    ConnectionConfig connection = config.connection();
    int timeout = Math.toIntExact(connection.requestTimeout().toMillis());
    var builder =
        RestClient.builder(nodes.toArray(new HttpHost[0]))
            .setDefaultHeaders(headers(connection))
            .setRequestConfigCallback(
                request -> request.setConnectTimeout(timeout).setSocketTimeout(timeout))
            .setHttpClientConfigCallback(http -> customize(http, config.tls(), logins));
    String path = hosts.nodes().get(0).path();
    if (!path.isEmpty()) {
      builder.setPathPrefix(path);
    }
    return new Cluster(builder.build(), config.version());
  }

  private static Header[] headers(ConnectionConfig connection) {
    List<Header> headers = new ArrayList<>();
    connection
        .apiKey()
        .ifPresent(key -> headers.add(new BasicHeader("Authorization", "ApiKey " + base64(key))));
    connection.customHeaders().forEach((name, value) -> headers.add(new BasicHeader(name, value)));
    return headers.toArray(new Header[0]);
  }

  private static HttpAsyncClientBuilder customize(
      HttpAsyncClientBuilder http, TlsConfig tls, Map<String, String> logins) {
    return http.setMaxConnPerRoute(MAX_CONNECTIONS)
        .setMaxConnTotal(MAX_CONNECTIONS * 4)
        .setDefaultIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
        .setKeepAliveStrategy(Cluster::keepAlive)
        .setSSLStrategy(
            new SSLIOSessionStrategy(
                TlsContext.create(tls),
                tls.protocols(),
                null,
                tls.sslVerify() ? new DefaultHostnameVerifier() : NoopHostnameVerifier.INSTANCE))
        .addInterceptorLast(
            (HttpRequest request, HttpContext context) -> authorize(request, context, logins));
  }

  private static long keepAlive(HttpResponse response, HttpContext context) {
    long wished =
        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
    return wished < 0 ? KEEP_ALIVE_MILLIS : Math.min(wished, KEEP_ALIVE_MILLIS);
  }

  /** Nodes may have logins of their own, so the header cannot be the same for all. */
  private static void authorize(
      HttpRequest request, HttpContext context, Map<String, String> logins) {
    HttpHost target = HttpClientContext.adapt(context).getTargetHost();
    String login = target == null ? null : logins.get(target.toHostString());
    if (login != null && !request.containsHeader("Authorization")) {
      request.addHeader("Authorization", login);
    }
  }

  private static String basic(String login) {
    return "Basic " + base64(login);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends a request and waits for its answer, whatever its status.
   *
   * @throws IOException if there is none
   */
  Answer send(Request request) throws IOException {
    try {
      return answer(client.performRequest(request));
    } catch (ResponseException e) {
      return answer(e.getResponse());
    } catch (RuntimeException e) {
      throw new IOException("the HTTP client gave up: " + e, e); // closed, or interrupted
    }
  }

  /** As {@link #send}, of a method, a path and a JSON body or none. */
  Answer send(String method, String path, Optional<String> json) throws IOException {
    Request request = new Request(method, path);
    json.ifPresent(request::setJsonEntity);
    return send(request);
  }

  private static Answer answer(Response response) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
    return new Answer(response.getStatusLine().getStatusCode(), body);
  }

  /**
   * The server's version, asked once.
   *
   * @throws IOException if the server does not answer, or has trouble of its own
   */
  ServerVersion version() throws IOException {
    ServerVersion known = version;
    if (known == null) {
      known = versionConfig.verifyEsVersionAtStartup() ? ask() : assumed();
      version = known;
    }
    return known;
  }

  private ServerVersion assumed() {
    return versionConfig
        .defaultElasticsearchVersion()
        .map(ServerVersion::new)
        .orElse(ServerVersion.CURRENT);
  }

  private ServerVersion ask() throws IOException {
    Answer answer = send("GET", "/", Optional.empty());
    if (answer.status() >= 500 || answer.status() == 429) {
      throw new IOException("the server does not tell its version: " + answer.error());
    }
    return answer.isSuccess() ? ServerVersion.read(answer.body()) : ServerVersion.CURRENT;
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the connections to Elasticsearch did not close", e);
    }
  }
}
