package io.millrace.plugins.forward.discovery;

import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Service;
import io.millrace.api.ServiceDiscovery;
import io.millrace.api.ServiceDiscoveryFactory;
import java.util.List;
import java.util.Optional;

/** {@code @type static}: the servers that the configuration names. */
public final class StaticDiscovery implements ServiceDiscovery {
  private final List<Service> services;

  /** Everything the section may contain. */
  public record Config(@Section(doc = "A server.", required = true) List<ServiceConfig> service) {}

  /** A {@code <service>}. */
  public record ServiceConfig(
      @Param(doc = "Name or address of the server.") String host,
      @Param(doc = "What messages call it; the name its certificate is for.") Optional<String> name,
      @Param(doc = "Its port.", def = "24224") int port,
      @Param(doc = "Its key, if it has its own.", secret = true) Optional<String> sharedKey,
      @Param(doc = "User to show to it.", def = "") String username,
      @Param(doc = "Password of that user.", def = "", secret = true) String password,
      @Param(doc = "Whether it is used only while others are away.", def = "false") boolean standby,
      @Param(doc = "Its part of the work, relative to others; 0 for none.", def = "60")
          int weight) {
    Service service() {
      return new Service(host, port, name, weight, standby, sharedKey, username, password);
    }

    /** Hides the secrets. */
    @Override
    public String toString() {
      return service().toString();
    }
  }

  private StaticDiscovery(Config config, PluginContext context) {
    services = config.service().stream().map(ServiceConfig::service).toList();
  }

  @Override
  public List<Service> services() {
    return services;
  }

  @Override
  public void onChange(Runnable listener) {
    // they never change
  }

  /** Makes {@code @type static} discoveries. */
  public static final class Factory extends ServiceDiscoveryFactory<Config> {
    /** For the catalog. */
    public Factory() {
      super("static", "Servers that the configuration names.", Config.class, StaticDiscovery::new);
    }
  }
}
