package io.millrace.plugins.monitor;

import io.millrace.api.AgentInfo;
import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.LogDevice;
import io.millrace.api.PluginContext;
import io.millrace.net.ListenOptions;
import io.millrace.net.http.PageServer;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type monitor_agent}: tells over HTTP what all plugins of the worker do, and emits the
 * same as events if it has a {@code tag}.
 *
 * <p>Pages: {@code /api/plugins} and {@code /api/config}, each also with {@code .json}; {@code
 * ?tag=}, {@code ?@id=}, {@code ?@type=} select plugins.
 *
 * <p>Source: Fluentd's monitor agent.
 */
public final class MonitorAgentInput implements Input {
  private final MonitorAgentConfig config;
  private final PluginContext context;
  private final Optional<MonitorEvents> events;
  private @Nullable PageServer server;

  private MonitorAgentInput(MonitorAgentConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.events = config.tag().map(tag -> new MonitorEvents(context, tag, config.emitInterval()));
  }

  @Override
  public void start() {
    Pages pages =
        new Pages(
            config,
            context.monitor(),
            context.service(AgentInfo.class),
            context.service(LogDevice.class),
            context.system());
    int port = config.port() == 0 ? 0 : config.port() + context.system().workerId();
    PageServer listening =
        PageServer.listen(
            context, ListenOptions.pages(config.bind(), port, config.transport()), pages::answer);
    server = listening;
    context
        .log()
        .debug(
            "listening monitoring http server on {}/api/plugins for worker{}",
            listening.address(),
            context.system().workerId());
  }

  @Override
  public void afterStart() {
    events.ifPresent(MonitorEvents::start);
  }

  /** Where it listens, once started. */
  InetSocketAddress address() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.address();
  }

  @Override
  public void stop() {
    events.ifPresent(MonitorEvents::stop);
  }

  @Override
  public void shutdown() throws InterruptedException {
    if (server != null) {
      server.close();
      server = null;
    }
    if (events.isPresent()) {
      events.get().end();
    }
  }

  /** Makes {@code @type monitor_agent} inputs. */
  public static final class Factory extends InputFactory<MonitorAgentConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "monitor_agent",
          "Tell what all plugins do, over HTTP and as events.",
          MonitorAgentConfig.class,
          MonitorAgentInput::new);
    }
  }
}
