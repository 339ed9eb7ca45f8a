package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.Samples.BOTH;
import static io.millrace.plugins.forward.Samples.CHUNK;
import static io.millrace.plugins.forward.Samples.FIRST;
import static io.millrace.plugins.forward.Samples.SECOND;
import static io.millrace.plugins.forward.Samples.record;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.MillraceException;
import io.millrace.event.EventTime;
import io.millrace.net.ListenOptions;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.io.EOFException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What in_forward takes in each mode and how it answers; tags, sources and settings. */
class ForwardInputTest {
  @Test
  void takesAndAcknowledgesEveryMode() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.message("app", FIRST.time(), record(FIRST), CHUNK);
      client.forward("app", BOTH, CHUNK);
      client.packed("app", BOTH, CHUNK);
      client.gzip("app", BOTH, CHUNK);

      harness.awaitEvents(FIRST, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
    }
  }

  @Test
  void answersNothingWithoutChunk() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.message("app", FIRST.time(), record(FIRST), Optional.empty());
      client.forward("app", BOTH, Optional.empty());
      client.packed("app", BOTH, Optional.empty());
      client.gzip("app", BOTH, Optional.empty());
      client.finish();

      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      harness.awaitEvents(FIRST, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
    }
  }

  @Test
  void acknowledgesWithTheChunkAsItCame() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.send(List.of("app", 1, Map.of(), Map.of("chunk", new byte[] {1, 2})));
      client.send(List.of("app", 1, Map.of(), Map.of("chunk", 7)));

      assertThat((byte[]) ((Map<?, ?>) client.read()).get("ack")).containsExactly(1, 2);
      assertThat(client.read()).isEqualTo(Map.of("ack", 7L));
    }
  }

  @Test
  void speaksJsonWithWhoBeginsWithIt() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        Socket socket = new Socket("127.0.0.1", harness.input.address().getPort())) {
      socket.setSoTimeout(20_000);
      String text =
          "[\"j.m\",1,{\"a\":1,\"a\":\"]\\\"}\"}]\n /* [ */ [\"j.f\",[[2,{\"n\":2}],[3,{}]],"
              + "{\"chunk\":\"j\\u0063\"}]";
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        socket.getOutputStream().write(b);
      }

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
          .isEqualTo("{\"ack\":\"jc\"}");
      harness.awaitEvents(
          event("j.m", 1, "{\"a\":\"]\\\"}\"}"),
          event("j.f", 2, "{\"n\":2}"),
          event("j.f", 3, "{}"));
    }
  }

  @Test
  void closesAfterTheFirstMessageIfAsked() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start("deny_keepalive true");
        ForwardClient client = harness.connect()) {
      client.packed("app", BOTH, CHUNK);

      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      harness.awaitEvents(FIRST, SECOND);
    }
  }

  @ParameterizedTest
  @CsvSource({"tag fixed, fixed", "add_tag_prefix pre, pre.app", "'tag t\nadd_tag_prefix p', p.t"})
  void changesTheTag(String config, String tag) throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(config);
        ForwardClient client = harness.connect()) {
      client.packed("app", TestEvent.pack(FIRST), CHUNK);

      harness.awaitEvents(event(tag, FIRST.time(), FIRST.json()));
    }
  }

  @Test
  void addsWhereEventsCameFrom() throws Exception {
    try (ForwardHarness harness =
            ForwardHarness.start("source_address_key addr", "source_hostname_key name");
        ForwardClient client = harness.connect()) {
      client.packed("app", TestEvent.pack(FIRST), CHUNK);
      client.message("app", FIRST.time(), record(FIRST), CHUNK);

      String name = InetAddress.getByName("127.0.0.1").getHostName();
      String json = "{\"n\":1,\"addr\":\"127.0.0.1\",\"name\":\"" + name + "\"}";
      harness.awaitEvents(event("app", FIRST.time(), json), event("app", FIRST.time(), json));
    }
  }

  @Test
  void putsTheTimeOfTheClockWhereThereIsNone() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      EventTime now = EventTime.of(harness.context.manualClock().instant());
      client.send(List.of("app", 0, Map.of(), Map.of("chunk", "z")));
      client.awaitAck("z");

      harness.awaitEvents(event("app", now, "{}"));
    }
  }

  @Test
  void answersHeartbeats() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      socket.send(new DatagramPacket(new byte[] {0}, 1, harness.input.address()));
      DatagramPacket answer = new DatagramPacket(new byte[9], 9);
      socket.receive(answer);

      assertThat(answer.getLength()).isEqualTo(1);
      assertThat(answer.getData()[0]).isZero();
    }
  }

  @Test
  void saysWhichPluginCannotListenWhere() throws Exception {
    try (ForwardHarness first = ForwardHarness.start();
        ForwardHarness second = ForwardHarness.start()) {
      int port = first.input.address().getPort();

      assertThatThrownBy(
              () -> second.registry.tcp("in_other", ListenOptions.tcp("127.0.0.1", port), c -> {}))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("plugin 'in_other' cannot listen on tcp 127.0.0.1:" + port)
          .hasMessageContaining("in use");
      assertThatThrownBy(
              () -> first.registry.tcp("in_other", ListenOptions.tcp("127.0.0.1", port), c -> {}))
          .hasMessageContaining("the plugin 'in_forward' listens there already");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'resolve_hostname false\nsource_hostname_key h' | resolve_hostname must be true with",
        "'deny_keepalive true\nsend_keepalive_packet true' | cannot be set to true",
        "'<transport tls>\n</transport>' | no valid cert options configured"
      })
  void refusesSettingsThatDoNotGoTogether(String config, String reason) {
    assertThatThrownBy(() -> ForwardHarness.start(config).close()).hasMessageContaining(reason);
  }
}
