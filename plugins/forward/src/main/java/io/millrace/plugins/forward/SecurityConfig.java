package io.millrace.plugins.forward;

import io.millrace.api.Param;
import io.millrace.api.Section;
import java.util.List;
import java.util.Optional;

/** The {@code <security>} section. */
public record SecurityConfig(
    @Param(doc = "Name of this server in the handshake.") String selfHostname,
    @Param(doc = "Key that senders must know.", secret = true) String sharedKey,
    @Param(doc = "Whether senders must also show a user name and password.", def = "false")
        boolean userAuth,
    @Param(doc = "Whether senders may connect that match no <client>.", def = "true")
        boolean allowAnonymousSource,
    @Section(doc = "A user that senders may show.") List<User> user,
    @Section(doc = "Senders that may connect, with their own key or users.") List<Client> client) {

  /** A {@code <user>}. */
  public record User(
      @Param(doc = "Name of the user.") String username,
      @Param(doc = "Password of the user.", secret = true) String password) {
    /** Hides the password. */
    @Override
    public String toString() {
      return "user " + username;
    }
  }

  /** A {@code <client>}: one host, or a network. */
  public record Client(
      @Param(doc = "Name or address of the sender.") Optional<String> host,
      @Param(doc = "Network of the senders, as 10.0.0.0/8.") Optional<String> network,
      @Param(doc = "Their key, if it is not the common one.", secret = true)
          Optional<String> sharedKey,
      @Param(doc = "Users they may show; empty for any.", def = "") List<String> users) {
    /** Checks that there is exactly one of host and network. */
    public Client {
      if (host.isPresent() && network.isPresent()) {
        throw new IllegalArgumentException("both of 'host' and 'network' are specified for client");
      }
      if (host.isEmpty() && network.isEmpty()) {
        throw new IllegalArgumentException(
            "Either of 'host' and 'network' must be specified for client");
      }
    }

    /** Hides the key. */
    @Override
    public String toString() {
      return "client " + host.or(() -> network).orElse("");
    }
  }

  /** Checks what goes together. */
  public SecurityConfig {
    if (userAuth && user.isEmpty()) {
      throw new IllegalArgumentException("<user> sections required if user_auth enabled");
    }
    if (!allowAnonymousSource && client.isEmpty()) {
      throw new IllegalArgumentException(
          "<client> sections required if allow_anonymous_source disabled");
    }
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "security of " + selfHostname;
  }
}
