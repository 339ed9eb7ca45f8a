package io.millrace.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ArrayValue;
import org.msgpack.value.ValueFactory;

/** Against a small server that answers as told, one answer for each connection. */
final class ForwardSessionTest {
  private static final byte[] ENTRIES =
      new PackedRecords().entry(Instant.EPOCH, Map.of("k", "v")).bytes();

  private final CountDownLatch stopping = new CountDownLatch(1);
  private ServerSocket server;

  private enum Answer {
    ACK,
    WRONG_ACK,
    CLOSE
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private CompletableFuture<List<String>> serve(Answer... answers) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<String> tags = new ArrayList<>();
          for (Answer answer : answers) {
            try (Socket socket = server.accept()) {
              tags.add(answer(socket, answer));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
          return tags;
        },
        task -> new Thread(task).start());
  }

  private static String answer(Socket socket, Answer answer) throws IOException {
    MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(socket.getInputStream());
    ArrayValue message = unpacker.unpackValue().asArrayValue();
    String chunk =
        message.get(2).asMapValue().map().get(ValueFactory.newString("chunk")).toString();
    if (answer != Answer.CLOSE) {
      String id = answer == Answer.ACK ? chunk : "x".repeat(chunk.length());
      socket.getOutputStream().write(new PackedRecords().map(1).text("ack").text(id).bytes());
    }
    return message.get(0).toString();
  }

  @Test
  void returnsWhenTheBatchIsAcknowledged() throws Exception {
    CompletableFuture<List<String>> tags = serve(Answer.ACK);

    try (ForwardSession session = new ForwardSession(server.getLocalPort(), stopping)) {
      session.send("app.a", ENTRIES, 1);
    }

    assertThat(tags.join()).containsExactly("app.a");
  }

  @Test
  void sendsAgainWhatWasNotAcknowledged() throws Exception {
    CompletableFuture<List<String>> tags = serve(Answer.CLOSE, Answer.WRONG_ACK, Answer.ACK);

    try (ForwardSession session = new ForwardSession(server.getLocalPort(), stopping)) {
      session.send("app.a", ENTRIES, 1);
    }

    assertThat(tags.join()).containsExactly("app.a", "app.a", "app.a");
  }

  @Test
  void givesUpWhenNobodyListensAndTheLoadIsToStop() throws Exception {
    int port = server.getLocalPort();
    server.close();
    stopping.countDown();

    try (ForwardSession session = new ForwardSession(port, stopping)) {
      assertThatThrownBy(() -> session.send("app.a", ENTRIES, 1)).isInstanceOf(IOException.class);
    }
  }
}
