package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole agent does about servers that move, and about those that are not there. */
class ForwardServersIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path dir;

  private static ServerSocket listener(String address, int port) throws IOException {
    ServerSocket listener = new ServerSocket(port, 50, InetAddress.getByName(address));
    listener.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
    return listener;
  }

  /** Waits for a connection and for its first bytes. */
  private static int firstByte(ServerSocket listener) throws IOException {
    try (Socket socket = listener.accept()) {
      socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
      return socket.getInputStream().read();
    }
  }

  /** The platform's own memory of names would hide the change for half a minute. */
  @Test
  void aServerThatMovesIsFoundAgainAtOnceWhereAddressesAreNotRemembered() throws Exception {
    Path hosts = Files.writeString(dir.resolve("hosts"), "127.0.0.2 logs.test\n");
    Path config =
        Files.writeString(
            dir.resolve("fluent.conf"),
            """
            <source>
              @type sample
              tag app
            </source>
            <match app>
              @type forward
              heartbeat_type none
              keepalive true
              expire_dns_cache 0
              <server>
                host logs.test
                port "#{ENV['PORT']}"
              </server>
              <buffer tag>
                flush_mode immediate
              </buffer>
            </match>
            """);
    try (ServerSocket former = listener("127.0.0.2", 0);
        ServerSocket next = listener("127.0.0.3", former.getLocalPort());
        AgentProcess agent =
            AgentProcess.start(
                config,
                Map.of(
                    "PORT",
                    Integer.toString(former.getLocalPort()),
                    "JAVA_TOOL_OPTIONS",
                    "-Djdk.net.hosts.file=" + hosts))) {
      assertThat(firstByte(former)).as(agent::logText).isEqualTo(0x93);

      Files.writeString(hosts, "127.0.0.3 logs.test\n");

      assertThat(firstByte(next)).as(agent::logText).isEqualTo(0x93);
      assertThat(agent.stop()).as(agent::logText).isZero();
    }
  }

  @Test
  void anAgentThatIsToVerifyItsServersEndsWithFluentdsCodeWhereOneIsAway() throws Exception {
    Path config =
        Files.writeString(
            dir.resolve("fluent.conf"),
            """
            <match **>
              @type forward
              verify_connection_at_startup true
              <server>
                host 127.0.0.1
                port "#{ENV['PORT']}"
              </server>
            </match>
            """);
    int nobody = NumberedSender.freePort();
    try (AgentProcess agent =
        AgentProcess.start(config, Map.of("PORT", Integer.toString(nobody)))) {
      Awaitility.await().atMost(LIMIT).until(() -> !agent.isAlive());

      assertThat(agent.stop()).isEqualTo(2);
      assertThat(agent.logText())
          .contains("failed to establish connection with node 127.0.0.1:" + nobody)
          .contains("which verify_connection_at_startup asks for");
    }
  }
}
