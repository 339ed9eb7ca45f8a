package io.millrace.plugins.forward;

import io.millrace.event.ByteSlice;
import io.millrace.net.IpNetwork;
import io.millrace.net.forward.ForwardAuth;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides who may send. Immutable.
 *
 * <p>Source: Fluentd's in_forward, {@code <security>}; the order of the checks is part of what a
 * sender sees.
 */
final class SecurityPolicy {
  private final SecurityConfig config;
  private final List<Group> groups;

  /** The senders of one {@code <client>}. */
  private record Group(List<IpNetwork> networks, String sharedKey, List<String> users) {
    boolean contains(InetAddress peer) {
      return networks.stream().anyMatch(network -> network.contains(peer.getAddress()));
    }
  }

  /**
   * What a PING came to.
   *
   * @param refusal why it is refused; empty if it is not
   * @param sharedKey key that the answer is signed with
   */
  record Decision(String refusal, String sharedKey) {
    boolean isAccepted() {
      return refusal.isEmpty();
    }
  }

  /**
   * Looks up the hosts, once.
   *
   * @throws IllegalArgumentException if a host has no address or a network is none
   */
  SecurityPolicy(SecurityConfig config) {
    this.config = config;
    List<Group> all = new ArrayList<>();
    for (SecurityConfig.Client client : config.client()) {
      all.add(
          new Group(
              networks(client), client.sharedKey().orElse(config.sharedKey()), client.users()));
    }
    this.groups = List.copyOf(all);
  }

  private static List<IpNetwork> networks(SecurityConfig.Client client) {
    if (client.network().isPresent()) {
      String network = client.network().get();
      return List.of(
          IpNetwork.parse(network)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "network '"
                              + network
                              + "' address format is invalid: expected one such as 10.0.0.0/8")));
    }
    String host = client.host().orElseThrow();
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .map(address -> IpNetwork.ofAddress(address.getAddress()))
          .toList();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host '" + host + "' cannot be resolved", e);
    }
  }

  /** Name of this server in the handshake. */
  String selfHostname() {
    return config.selfHostname();
  }

  /** Checks a PING that {@code peer} sent in answer to our {@code nonce} and {@code auth}. */
  Decision check(InetAddress peer, Ping ping, ByteSlice nonce, ByteSlice auth) {
    Optional<Group> group = groups.stream().filter(g -> g.contains(peer)).findFirst();
    if (group.isEmpty() && !config.allowAnonymousSource()) {
      return refuse("anonymous source host '" + peer.getHostAddress() + "' denied");
    }
    String key = group.map(Group::sharedKey).orElse(config.sharedKey());
    String expected = ForwardAuth.sharedKey(ping.salt(), ping.hostname(), nonce, key);
    if (!ForwardAuth.same(expected, ping.keyDigest())) {
      return refuse("shared_key mismatch");
    }
    if (config.userAuth() && !isUser(group.map(Group::users).orElse(List.of()), ping, auth)) {
      return refuse("username/password mismatch");
    }
    return new Decision("", key);
  }

  private boolean isUser(List<String> allowed, Ping ping, ByteSlice auth) {
    String name = ping.username().toString();
    return config.user().stream()
        .filter(user -> user.username().equals(name))
        .filter(user -> allowed.isEmpty() || allowed.contains(name))
        .anyMatch(
            user ->
                ForwardAuth.same(
                    ForwardAuth.user(auth, ping.username(), user.password()), ping.userDigest()));
  }

  private static Decision refuse(String reason) {
    return new Decision(reason, "");
  }
}
