package io.millrace.plugins.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that requests go through. One that the environment names is not asked for this machine,
 * which it could not reach; one of the configuration is asked for everything.
 */
final class HttpProxy extends ProxySelector {
  private static final int DEFAULT_PORT = 80;

  private final String host;
  private final int port;
  private final Optional<String> userInfo;
  private final boolean local;

  private HttpProxy(URI url, boolean local) {
    this.host = url.getHost();
    this.port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
    this.userInfo = Optional.ofNullable(url.getUserInfo());
    this.local = local;
  }

  /**
   * The proxy at {@code url}.
   *
   * @param local whether it is asked for hosts of this machine too
   * @throws IllegalArgumentException if it is no URL of a server
   */
  static HttpProxy of(String url, boolean local) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        return new HttpProxy(uri, local);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(expected(e.getReason()), e); // which may show a password
    }
    throw new IllegalArgumentException(expected("it names no host"));
  }

  private static String expected(String reason) {
    return "proxy: " + reason + ": expected a URL such as http://proxy.example:3128";
  }

  /** Answers the proxy, and nobody else, with user and password of its URL; empty without them. */
  Optional<Authenticator> login() {
    return userInfo.map(Login::new);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String to = String.valueOf(uri.getHost());
    boolean here = to.equals("localhost") || to.startsWith("127.") || to.equals("[::1]");
    return List.of(
        here && !local
            ? Proxy.NO_PROXY
            : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port)));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

  /** User and password. */
  private static final class Login extends Authenticator {
    private final PasswordAuthentication login;

    Login(String userInfo) {
      String[] parts = userInfo.split(":", 2);
      login = new PasswordAuthentication(parts[0], parts[parts.length - 1].toCharArray());
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY ? login : null;
    }
  }
}
