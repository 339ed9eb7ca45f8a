package io.millrace.app;

import io.millrace.api.AgentInfo;
import io.millrace.api.LogDevice;
import io.millrace.app.command.Version;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.graph.Services;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** What all plugins of the process share, and outlives a reload. */
final class ProcessServices {
  private ProcessServices() {}

  /** The services, none of them made yet. */
  static Services of(Options options, LogOutput log) {
    Services services = new Services();
    return services
        .add(LogDevice.class, () -> log)
        .add(AgentInfo.class, () -> info(options))
        .add(MemoryBudget.class, MemoryBudget::halfOfHeap)
        .add(EventLoops.class, EventLoops::new)
        .add(ListenerRegistry.class, () -> new ListenerRegistry(services.get(EventLoops.class)));
  }

  private static AgentInfo info(Options options) {
    return new AgentInfo(
        Version.number(),
        Optional.of(options.configuration.file().toString()),
        options.process.daemon.map(Path::toString),
        options.plugins.directories.stream().map(Path::toString).toList());
  }

  /** One thread for whatever is periodic. */
  static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
