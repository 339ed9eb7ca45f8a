package io.millrace.app;

import io.millrace.api.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the RPC endpoint listens.
 *
 * @param host name or address, without brackets
 */
record RpcAddress(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]+)):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  /**
   * Reads {@code rpc_endpoint}.
   *
   * @throws ConfigException if it is not {@code host:port} or {@code [IPv6]:port}
   */
  static RpcAddress parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > LAST_PORT) {
      throw new ConfigException(
          "Invalid rpc_endpoint: "
              + text
              + ": expected host:port or [IPv6 address]:port, such as 127.0.0.1:24444");
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return new RpcAddress(host, Integer.parseInt(matcher.group(3)));
  }
}
