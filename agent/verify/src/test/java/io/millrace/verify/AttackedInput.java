package io.millrace.verify;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.api.Input;
import io.millrace.net.ConnectionLimit;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A forward input that listens, its log and what it holds. */
final class AttackedInput implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Connections that it takes; the limit says what to raise. */
  static final int CONNECTIONS = 1_100;

  private final EventLoops loops = new EventLoops();
  final ReceiveBudget budget = ReceiveBudget.ofHeap();
  private final ListenerRegistry registry =
      new ListenerRegistry(
          loops, budget, new ConnectionLimit(CONNECTIONS, "raise the limit of this test"));
  final TestContext context = new TestContext("attacked");
  final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), NumberedSender.freePort());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Input input;

  AttackedInput(String config) throws Exception {
    context.service(ListenerRegistry.class, registry);
    log.start();
    for (Logger logger : loggers()) {
      logger.setLevel(Level.INFO);
      logger.setAdditive(false);
      logger.addAppender(log);
    }
    input =
        TestConfig.create(
            Input.class,
            context,
            "@type forward",
            "bind " + address.getAddress().getHostAddress(),
            "port " + address.getPort(),
            config);
    input.start();
  }

  ForwardClient connect() throws IOException {
    return ForwardClient.connect(address, TIMEOUT);
  }

  Socket socket() throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    return socket;
  }

  /** Lines of warnings and errors. */
  List<String> complaints() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    try {
      input.shutdown();
    } catch (Exception e) {
      throw new IllegalStateException("the input did not shut down", e);
    }
    registry.close();
    loops.close();
    context.close();
    loggers().forEach(logger -> logger.detachAppender(log));
  }

  /** That of the plugin and that of its listener. */
  private static List<Logger> loggers() {
    return Stream.of("test.attacked", "io.millrace.net")
        .map(name -> (Logger) LoggerFactory.getLogger(name))
        .toList();
  }
}
