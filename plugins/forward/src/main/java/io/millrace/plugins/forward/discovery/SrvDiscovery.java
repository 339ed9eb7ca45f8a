package io.millrace.plugins.forward.discovery;

import io.millrace.api.MillraceException;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Service;
import io.millrace.api.ServiceDiscoveryFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code @type srv}: the servers that SRV records of a name server list. They are asked for again
 * and again.
 *
 * <p>Source: Fluentd's sd_srv; RFC 2782.
 */
public final class SrvDiscovery extends WatchedDiscovery {
  private final Config config;
  private final SrvLookup lookup;

  /** Everything the section may contain. */
  public record Config(
      @Param(doc = "Name of the service, without its underscore.") String service,
      @Param(doc = "Protocol of the service, without its underscore.", def = "tcp") String proto,
      @Param(doc = "Domain that the records are in.") String hostname,
      @Param(doc = "Name server to ask, as host or host:port; that of the system without it.")
          Optional<String> dnsServerHost,
      @Param(doc = "Time between two questions.", def = "60s") Duration interval,
      @Param(doc = "Whether to look up the addresses of the servers here.", def = "true")
          boolean dnsLookup,
      @Param(doc = "Their key, if they have their own.", secret = true) Optional<String> sharedKey,
      @Param(doc = "User to show to them.", def = "") String username,
      @Param(doc = "Password of that user.", def = "", secret = true) String password) {
    /** Checks the interval. */
    public Config {
      if (dnsServerHost.isPresent()
          && !dnsServerHost.get().matches("[^:]+:\\d{1,5}|[^:]+|[0-9a-fA-F:.]+")) {
        throw new IllegalArgumentException(
            "dns_server_host '" + dnsServerHost.get() + "' is neither host nor host:port");
      }
      if (interval.isZero() || interval.isNegative()) {
        throw new IllegalArgumentException("interval must be more than 0 seconds, not " + interval);
      }
    }

    /** Name of the records. */
    String records() {
      return "_" + service + "._" + proto + "." + hostname;
    }

    /** Hides the secrets. */
    @Override
    public String toString() {
      return records();
    }
  }

  private SrvDiscovery(Config config, PluginContext context) {
    super(config.interval(), context);
    this.config = config;
    this.lookup = new SrvLookup(config.dnsServerHost());
  }

  @Override
  List<Service> look() {
    return lookup.find(config.records()).stream().map(this::service).toList();
  }

  private Service service(SrvMessage.Target target) {
    return new Service(
        config.dnsLookup() ? address(target.host()) : target.host(),
        target.port(),
        Optional.of(target.host()),
        target.weight(),
        false,
        config.sharedKey(),
        config.username(),
        config.password());
  }

  private static String address(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new MillraceException(
          "target '" + host + "' of an SRV record has no address: set dns_lookup false", e);
    }
  }

  /** Makes {@code @type srv} discoveries. */
  public static final class Factory extends ServiceDiscoveryFactory<Config> {
    /** For the catalog. */
    public Factory() {
      super("srv", "Servers that SRV records list.", Config.class, SrvDiscovery::new);
    }
  }
}
