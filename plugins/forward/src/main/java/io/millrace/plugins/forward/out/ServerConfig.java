package io.millrace.plugins.forward.out;

import io.millrace.api.Param;
import io.millrace.api.Service;
import java.util.Optional;

/** A {@code <server>}. */
public record ServerConfig(
    @Param(doc = "Name or address of the server.") String host,
    @Param(
            doc =
                "What messages call it; and the name its certificate is for, where host is an"
                    + " address.")
        Optional<String> name,
    @Param(doc = "Its port.", def = "24224") int port,
    @Param(doc = "Its key, if it is not that of <security>.", secret = true)
        Optional<String> sharedKey,
    @Param(doc = "User to show to it.", def = "") String username,
    @Param(doc = "Password of that user.", def = "", secret = true) String password,
    @Param(doc = "Whether it is used only while others are away.", def = "false") boolean standby,
    @Param(doc = "Its part of the chunks, relative to other servers; 0 for none.", def = "60")
        int weight) {
  /** Checks the ranges. */
  public ServerConfig {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 1 to 65535, not " + port);
    }
    if (weight < 0) {
      throw new IllegalArgumentException("weight must be 0 or more, not " + weight);
    }
  }

  Service service() {
    return new Service(host, port, name, weight, standby, sharedKey, username, password);
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return service().toString();
  }
}
