package io.millrace.plugins.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.testkit.InputDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestKeys;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogInputTest {
  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private final TestContext context =
      new TestContext("in_syslog").service(ListenerRegistry.class, registry);
  private InputDriver driver = InputDriver.of(context, "syslog", "tag s");

  @AfterEach
  void close() {
    driver.close();
    registry.close();
    loops.close();
  }

  private InetSocketAddress start(String... lines) throws Exception {
    String all = "port 0\nbind 127.0.0.1\ntag s\n" + String.join("\n", lines);
    driver = InputDriver.of(context, "syslog", all).start();
    return ((SyslogInput) driver.plugin()).address();
  }

  private static void datagram(InetSocketAddress to, String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
  }

  private List<String> records() {
    return context.events().stream().map(e -> e.tag() + " " + e.json()).toList();
  }

  private void awaitRecord(String expected) {
    Awaitility.await().untilAsserted(() -> assertThat(records()).containsExactly(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "0, kern.emerg",
    "13, user.notice",
    "34, auth.crit",
    "78, cron.info",
    "165, local4.notice",
    "191, local7.debug",
    "199, .debug"
  })
  void facilityAndSeverityAreTheTag(int priority, String tag) throws Exception {
    InetSocketAddress address = start();

    datagram(address, "<" + priority + ">Feb 28 12:00:00 host app[7]: text\n");

    awaitRecord(
        "s." + tag + " {\"host\":\"host\",\"ident\":\"app\",\"pid\":\"7\",\"message\":\"text\"}");
  }

  @Test
  void otherParsersGetTheMessageWithoutItsPriority() throws Exception {
    InetSocketAddress address =
        start("severity_key sev", "facility_key fac", "<parse>\n@type none\n</parse>");

    datagram(address, "<13>any text");

    awaitRecord("s.user.notice {\"message\":\"any text\",\"sev\":\"notice\",\"fac\":\"user\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no priority", "<>x", "<13", "<1234567890>x", "<-1>x", "<a>x", "13>x", ""})
  void messageWithoutAPriorityIsUnmatched(String text) throws Exception {
    InetSocketAddress address =
        start(
            "emit_unmatched_lines true",
            "source_address_key from",
            "<parse>\n@type none\n</parse>");

    datagram(address, text);

    awaitRecord("s.unmatched {\"unmatched_line\":\"" + text + "\",\"from\":\"127.0.0.1\"}");
    assertThat(context.count("unmatched_messages")).isEqualTo(1);
  }

  @Test
  void lengthThatIsNoneEndsThatConnectionOnly() throws Exception {
    InetSocketAddress address =
        start(
            "frame_type octet_count",
            "<transport tcp>\n</transport>",
            "<parse>\n@type none\n</parse>");
    try (Socket hostile = new Socket(address.getAddress(), address.getPort());
        Socket good = new Socket(address.getAddress(), address.getPort())) {
      hostile.setSoTimeout(20_000);
      hostile.getOutputStream().write("<13>no length\n".getBytes(StandardCharsets.US_ASCII));
      good.getOutputStream().write("6 <13>ab".getBytes(StandardCharsets.US_ASCII));

      assertThat(hostile.getInputStream().read()).isEqualTo(-1);
      awaitRecord("s.user.notice {\"message\":\"ab\"}");
    }
  }

  @Test
  void messagesComeOverTls(@TempDir Path dir) throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    InetSocketAddress address =
        start(
            "<transport tls>",
            "cert_path " + keys.certificate(),
            "private_key_path " + keys.key(),
            "</transport>",
            "<parse>\n@type none\n</parse>");
    try (Socket plain = new Socket(address.getAddress(), address.getPort());
        Socket secure =
            keys.trusted().getSocketFactory().createSocket("127.0.0.1", address.getPort())) {
      plain.setSoTimeout(20_000);
      plain.getOutputStream().write("<13>in the clear\n".getBytes(StandardCharsets.US_ASCII));
      secure.getOutputStream().write("<13>secret\n".getBytes(StandardCharsets.US_ASCII));

      awaitRecord("s.user.notice {\"message\":\"secret\"}");
      assertThat(plain.getInputStream().readAllBytes()).hasSizeLessThan(64); // an alert at most
    }
  }

  @Test
  void hostileBytesAreHeldToTheLimit() throws Exception {
    InetSocketAddress address =
        start("<transport tcp>\n</transport>", "<parse>\n@type none\n</parse>");
    byte[] noise = new byte[1 << 16];
    new Random(3).nextBytes(noise);
    try (Socket hostile = new Socket(address.getAddress(), address.getPort());
        Socket good = new Socket(address.getAddress(), address.getPort())) {
      for (int i = 0; i < 64; i++) {
        hostile.getOutputStream().write(noise);
      }
      good.getOutputStream().write("<13>good\n".getBytes(StandardCharsets.US_ASCII));

      Awaitility.await()
          .untilAsserted(
              () -> assertThat(records()).contains("s.user.notice {\"message\":\"good\"}"));
      assertThat(context.count("unmatched_messages")).isPositive();
    }
    Awaitility.await().untilAsserted(() -> assertThat(registry.budget().held()).isZero());
  }

  @Test
  void keepaliveNeedsAConnection() {
    assertThatThrownBy(() -> InputDriver.of("syslog", "tag s", "send_keepalive_packet true"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("send_keepalive_packet is available for tcp/tls");
  }
}
