package io.millrace.plugins.forward.out;

import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the servers from time to time whether they are there, and looks who has been silent for too
 * long. Has a thread of its own, because a name server may take its time.
 */
final class Heartbeats {
  private static final long JOIN_MILLIS = 2_000;

  private final HealthConfig config;
  private final Nodes nodes;
  private final UdpHeartbeat udp;
  private final PluginContext context;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  Heartbeats(HealthConfig config, Nodes nodes, UdpHeartbeat udp, PluginContext context) {
    this.config = config;
    this.nodes = nodes;
    this.udp = udp;
    this.context = context;
    this.thread = context.thread("heartbeat", this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopped.await(config.heartbeatInterval().toNanos(), TimeUnit.NANOSECONDS)) {
        nodes.all().forEach(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Node node) {
    if (config.heartbeatType() == HealthConfig.Type.UDP) {
      try {
        udp.beat(node.address());
      } catch (RetryableException | IOException e) {
        context.log().debug("heartbeat of {} failed: {}", node, e.getMessage());
      }
    } else {
      node.beat();
    }
    node.tick();
  }

  void stop() throws InterruptedException {
    stopped.countDown();
    thread.join(JOIN_MILLIS);
    udp.close();
  }
}
