package io.millrace.devstack.quickstart;

import io.millrace.devstack.DevS3;
import io.millrace.devstack.DevStack;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run, from the first server to the last count. See the package for the order. */
final class Quickstart {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration STALLED = Duration.ofSeconds(60);
  private static final Duration FOREVER = Duration.ofDays(10_000);
  private static final String INDEX_PREFIX = "millrace";

  /**
   * What to run as the agent.
   *
   * @param launcher the script that starts it
   * @param config its configuration
   */
  record Agent(Path launcher, Path config) {}

  private final Options options;
  private final Agent agentFiles;
  private final Folder folder;
  private final PrintStream out;
  private final StopRequests stop;

  /**
   * A run.
   *
   * @param agent what to run as the agent
   * @param folder where everything it writes goes
   */
  Quickstart(Options options, Agent agent, Folder folder, PrintStream out, StopRequests stop) {
    this.options = options;
    this.agentFiles = agent;
    this.folder = folder;
    this.out = out;
    this.stop = stop;
  }

  /**
   * Runs it.
   *
   * @return whether every event is in both places exactly once
   * @throws IllegalStateException when a server or the agent does not start or ends
   */
  boolean run() throws InterruptedException {
    out.println("Starting Elasticsearch, S3 and STS ...");
    Path store = folder.make("s3");
    DevStack.Options stackOptions = DevStack.Options.defaults();
    try (DevStack stack =
        DevStack.start(stackOptions.withS3(DevS3.Options.defaults().withStore(store)))) {
      return stop.requested() || run(stack, store.resolve(stack.bucket()));
    }
  }

  private boolean run(DevStack stack, Path bucket) throws InterruptedException {
    int port = freePort();
    Path agentLog = folder.path().resolve("agent.log");
    View view =
        new View(
            new Guide(
                stack.elasticsearch().url(),
                stack.s3().url(),
                stack.sts().url(),
                INDEX_PREFIX + "-*",
                bucket,
                agentLog));
    out.println("Starting the agent; its log is " + agentLog);
    try (Screen screen = new Screen(out, view, options.terminal());
        Load load = new Load(folder.path(), port, options.rate(), InstantSource.system());
        AgentProcess agent = agent(stack, port, agentLog)) {
      Observer observer = observer(stack, load, bucket);
      load.start();
      watch(screen, observer, agent, load);
      screen.stopping();
      load.stop();
      settle(screen, observer, agent);
      boolean drained = agent.drain();
      Snapshot end = observer.look();
      screen.print(view.summary(end));
      requireDrained(drained, agent);
      return end.complete();
    }
  }

  private AgentProcess agent(DevStack stack, int port, Path log) {
    Map<String, String> variables = new LinkedHashMap<>(stack.environment());
    variables.put("QUICKSTART_DIR", folder.path().toString());
    variables.put("QUICKSTART_INDEX_PREFIX", INDEX_PREFIX);
    variables.put("FORWARD_PORT", Integer.toString(port));
    return AgentProcess.start(agentFiles.launcher(), agentFiles.config(), variables, log);
  }

  private Observer observer(DevStack stack, Load load, Path bucket) {
    Map<String, BufferFolder> buffers = new LinkedHashMap<>();
    for (String output : List.of("elasticsearch", "s3")) {
      buffers.put(output, new BufferFolder(folder.path().resolve("buffer").resolve(output)));
    }
    return new Observer(
        load::counts,
        buffers,
        new S3Objects(bucket),
        new Indices(stack.elasticsearch().url(), INDEX_PREFIX + "-*"),
        stack.sts());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port on loopback", e);
    }
  }

  /** Shows the load until its time is over or a signal comes. */
  private void watch(Screen screen, Observer observer, AgentProcess agent, Load load)
      throws InterruptedException {
    long start = System.nanoTime();
    long limit = options.duration().orElse(FOREVER).toNanos();
    for (long left = limit; left > 0; left = limit - (System.nanoTime() - start)) {
      if (stop.await(Duration.ofNanos(Math.min(left, LOOK_EVERY.toNanos())))) {
        return;
      }
      screen.show(observer.look());
      requireAlive(agent);
      load.failure()
          .ifPresent(
              cause -> {
                throw new IllegalStateException("The load ended: " + cause.getMessage(), cause);
              });
    }
  }

  /** Shows how the rest arrives, until all is there or nothing moves any more. */
  private void settle(Screen screen, Observer observer, AgentProcess agent)
      throws InterruptedException {
    long lastMove = System.nanoTime();
    Snapshot last = observer.look();
    while (!last.arrived() && System.nanoTime() - lastMove < STALLED.toNanos()) {
      requireAlive(agent);
      screen.show(last);
      if (stop.awaitUrgent(LOOK_EVERY)) {
        return;
      }
      Snapshot now = observer.look();
      if (now.documents() != last.documents() || now.lines() != last.lines()) {
        lastMove = System.nanoTime();
      }
      last = now;
    }
    screen.show(last);
  }

  private static void requireAlive(AgentProcess agent) {
    if (!agent.isAlive()) {
      throw new IllegalStateException(agent.describeEnd());
    }
  }

  private static void requireDrained(boolean drained, AgentProcess agent) {
    if (!drained) {
      throw new IllegalStateException("Draining failed. " + agent.describeEnd());
    }
  }
}
