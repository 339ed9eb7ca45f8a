package io.millrace.plugins.socket;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.net.IpNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;

/** The clients that may connect. */
public final class AllowList implements Predicate<InetAddress> {
  /** The {@code <security>} section. */
  public record Security(
      @Section(doc = "Clients that may connect; all may without it.") List<Client> client) {}

  /** A {@code <client>} section. */
  public record Client(
      @Param(doc = "Name or address of a client.") Optional<String> host,
      @Param(doc = "Network of clients, such as 10.0.0.0/8.") Optional<String> network) {
    /** One of both is needed. */
    public Client {
      if (host.isPresent() == network.isPresent()) {
        throw new IllegalArgumentException(
            "<client>: either 'host' or 'network' is expected, and not both");
      }
      if (network.filter(text -> IpNetwork.parse(text).isEmpty()).isPresent()) {
        throw new IllegalArgumentException(
            "network '"
                + network.get()
                + "' is no address and no network, expected such as 192.168.0.0/16");
      }
    }
  }

  private final List<IpNetwork> networks;

  private AllowList(List<IpNetwork> networks) {
    this.networks = networks;
  }

  /** Looks up the names, which may take long; one that has no address is logged and left out. */
  static Predicate<InetAddress> of(Optional<Security> security, Logger log) {
    List<Client> clients = security.map(Security::client).orElse(List.of());
    if (clients.isEmpty()) {
      return address -> true;
    }
    List<IpNetwork> networks = new ArrayList<>();
    for (Client client : clients) {
      client.network().flatMap(IpNetwork::parse).ifPresent(networks::add);
      client.host().ifPresent(host -> addAddresses(host, networks, log));
    }
    return new AllowList(networks);
  }

  private static void addAddresses(String host, List<IpNetwork> networks, Logger log) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        networks.add(IpNetwork.ofAddress(address.getAddress()));
      }
    } catch (UnknownHostException e) {
      log.warn(
          "a client has no address and is not let in host={} error=\"{}\"", host, e.getMessage());
    }
  }

  @Override
  public boolean test(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address.getAddress()));
  }
}
