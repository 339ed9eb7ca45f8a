package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CrowdTest {
  private static final int MANY = 1_000;

  private final Logger logger = (Logger) LoggerFactory.getLogger(Crowd.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Crowd crowd(ConnectionLimit process) {
    return new Crowd("in", process, () -> new InetSocketAddress("127.0.0.1", 24224));
  }

  private static ConnectionLimit process(int most) {
    return new ConnectionLimit(most, "raise it");
  }

  private static void enter(Crowd crowd, int times, int most) {
    for (int i = 0; i < times; i++) {
      assertThat(crowd.enter(most)).as("connection " + i).isTrue();
    }
  }

  @Test
  void saysOnceThatConnectionsAreRefusedHoweverManyCome() {
    Crowd crowd = crowd(process(MANY));
    enter(crowd, 100, 100);

    for (int i = 0; i < 50; i++) {
      assertThat(crowd.enter(100)).isFalse();
      crowd.leave();
    }

    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("too many connections, closing new ones plugin_id=in address=")
        .endsWith(":24224 limit=100: find out who opens so many connections");
  }

  @Test
  void saysOnceThatTheyAreTakenAgainAndDoesNotWaverAtTheLimit() {
    Crowd crowd = crowd(process(MANY));
    enter(crowd, 100, 100);
    for (int i = 0; i < 20; i++) {
      assertThat(crowd.enter(100)).isFalse();
      crowd.leave();
      crowd.leave();
      assertThat(crowd.enter(100)).isTrue();
    }
    assertThat(lines()).hasSize(1);

    for (int i = 0; i < 10; i++) {
      crowd.leave();
    }

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1)).startsWith("taking new connections again").endsWith("refused=20");
  }

  @Test
  void countsTheConnectionsOfAllListenersTogether() {
    ConnectionLimit process = process(10);
    Crowd one = crowd(process);
    Crowd other = crowd(process);
    enter(one, 6, MANY);
    enter(other, 4, MANY);

    assertThat(other.enter(MANY)).isFalse();

    other.leave();
    assertThat(lines()).singleElement().asString().endsWith("limit=10: raise it");
    one.leave();
    assertThat(other.enter(MANY)).isTrue();
  }

  @Test
  void leavesAQuarterOfTheFilesToOthers() {
    assertThat(ConnectionLimit.ofFiles(1_024).most()).isEqualTo(768);
    assertThat(ConnectionLimit.ofFiles(1_024).advice())
        .contains("1024 files")
        .contains("'ulimit -n' (LimitNOFILE of systemd)");
    assertThat(ConnectionLimit.ofFiles(1 << 20).most())
        .isEqualTo(ListenOptions.DEFAULT_MAX_CONNECTIONS);
    assertThat(ConnectionLimit.ofProcess().most())
        .isBetween(1, ListenOptions.DEFAULT_MAX_CONNECTIONS);
  }
}
