package io.millrace.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteSlice;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HttpServerTest {
  private static final int MAX_BODY = 1000;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final HttpLimits LIMITS = new HttpLimits(MAX_BODY, 4096, LONG, LONG, LONG);

  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);

  @AfterEach
  void close() {
    registry.close();
    loops.close();
  }

  private HttpServer listen(HttpLimits limits, HttpHandler handler) {
    return HttpServer.listen(
        registry,
        "test",
        ListenOptions.tcp("127.0.0.1", 0),
        limits,
        handler,
        LoggerFactory.getLogger("test"));
  }

  /** Answers with method, path and body. */
  private HttpServer echo(HttpLimits limits) {
    return listen(limits, HttpServerTest::repeat);
  }

  private static CompletionStage<HttpReply> repeat(HttpRequest request) {
    return CompletableFuture.completedFuture(
        HttpReply.text(200, request.method() + " " + request.path() + " " + request.body()));
  }

  private static Socket connect(HttpServer server) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.address().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Everything until the server closes. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** One answer with its body. */
  private static String reply(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    int at = head.indexOf("content-length: ") + "content-length: ".length();
    int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static void post(Socket socket, String headers, byte[] body) throws IOException {
    send(
        socket,
        "POST /p HTTP/1.1\r\nHost: h\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n"
            + new String(body, StandardCharsets.ISO_8859_1));
  }

  @Test
  void answersRequestsOfOneConnectionInOrder() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      send(socket, "GET /a%20b?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
      post(socket, "", "hello".getBytes(StandardCharsets.UTF_8));

      assertThat(reply(socket)).startsWith("HTTP/1.1 200 OK").endsWith("GET /a b ");
      assertThat(reply(socket)).contains("connection: keep-alive").endsWith("POST /p hello");
    }
  }

  @Test
  void answersThousandsOfRequestsThatCameInOneWrite() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      send(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(3000));
      send(socket, "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

      String all = rest(socket);

      assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(3002);
      assertThat(all).contains("connection: close").endsWith("GET /last ");
    }
  }

  @Test
  void takesBodiesByteByByteAndInChunks() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      String request =
          "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
      for (char c : request.toCharArray()) {
        send(socket, String.valueOf(c));
      }

      assertThat(reply(socket)).endsWith("POST /c abcde");
    }
  }

  @Test
  void takesManySmallChunksWithoutRecursion() throws Exception {
    try (Socket socket = connect(echo(new HttpLimits(1 << 20, 4096, LONG, LONG, LONG)))) {
      send(socket, "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      send(socket, "1\r\nx\r\n".repeat(20_000) + "0\r\n\r\n");

      assertThat(reply(socket)).endsWith("POST /c " + "x".repeat(20_000));
    }
  }

  @Test
  void inflatesBodies() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      post(socket, "Content-Encoding: gzip\r\n", gzip("plain".getBytes(StandardCharsets.UTF_8)));

      assertThat(reply(socket)).endsWith("POST /p plain");
    }
  }

  @Test
  void refusesWhatInflatesToTooMuch() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      post(socket, "Content-Encoding: gzip\r\n", gzip(new byte[100_000]));

      assertThat(reply(socket)).startsWith("HTTP/1.1 413").contains("connection: close");
    }
  }

  @Test
  void refusesBrokenAndUnknownEncodings() throws Exception {
    HttpServer server = echo(LIMITS);
    try (Socket broken = connect(server);
        Socket unknown = connect(server)) {
      post(broken, "Content-Encoding: gzip\r\n", new byte[] {1, 2, 3});
      post(unknown, "Content-Encoding: br\r\n", new byte[] {1, 2, 3});

      assertThat(reply(broken)).startsWith("HTTP/1.1 400").contains("not valid gzip");
      assertThat(reply(unknown)).startsWith("HTTP/1.1 415").contains("br is unknown");
    }
  }

  @Test
  void refusesALongBodyBeforeItIsSentAndAfter() throws Exception {
    HttpServer server = echo(LIMITS);
    try (Socket claimed = connect(server);
        Socket chunked = connect(server)) {
      send(claimed, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n");
      send(chunked, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      send(chunked, "400\r\n" + "x".repeat(1024) + "\r\n0\r\n\r\n");

      assertThat(reply(claimed)).startsWith("HTTP/1.1 413").contains("longer than 1000 bytes");
      assertThat(reply(chunked)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void asksForABodyThatWaitsForIt() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      send(
          socket,
          "POST /e HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      byte[] interim = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      send(socket, "ok");

      assertThat(new String(interim, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
      assertThat(reply(socket)).endsWith("POST /e ok");
    }
  }

  @Test
  void refusesABodyThatWaitsIfItIsTooLong() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      send(
          socket,
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");

      assertThat(reply(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void refusesLongLinesLongHeadersAndNonsense() throws Exception {
    HttpServer server = echo(LIMITS);
    try (Socket line = connect(server);
        Socket header = connect(server);
        Socket nonsense = connect(server)) {
      send(line, "GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n");
      send(header, "GET / HTTP/1.1\r\nX: " + "x".repeat(5000) + "\r\n\r\n");
      send(nonsense, "nonsense\r\n\r\n");

      assertThat(reply(line)).startsWith("HTTP/1.1 414");
      assertThat(reply(header)).startsWith("HTTP/1.1 431");
      assertThat(reply(nonsense)).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void cutsClientsThatDoNotGoOn() throws Exception {
    Duration brief = Duration.ofMillis(50);
    HttpServer server = echo(new HttpLimits(MAX_BODY, 4096, brief, brief, LONG));
    try (Socket silent = connect(server);
        Socket slowHead = connect(server);
        Socket slowBody = connect(server)) {
      send(slowHead, "GET / HT");
      send(slowBody, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(rest(silent)).isEmpty();
      assertThat(rest(slowHead)).isEmpty();
      assertThat(reply(slowBody)).startsWith("HTTP/1.1 408");
    }
    Awaitility.await().untilAsserted(() -> assertThat(server.connections()).isZero());
  }

  @Test
  void cutsAClientThatDoesNotReadItsAnswer() throws Exception {
    ByteSlice large = ByteSlice.of(new byte[64 << 20]);
    HttpServer server =
        listen(
            new HttpLimits(MAX_BODY, 4096, LONG, LONG, Duration.ofMillis(50)),
            request -> CompletableFuture.completedFuture(HttpReply.of(200, "a/b", large)));
    try (Socket socket = connect(server)) {
      send(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(server.connections()).isZero());
    }
  }

  @Test
  void givesBackWhatItHeldForABody() throws Exception {
    HttpServer server = echo(LIMITS);
    try (Socket socket = connect(server)) {
      post(socket, "", new byte[500]);
      reply(socket);

      assertThat(registry.budget().held()).isZero();
    }
  }

  @Test
  void answersHeadWithALengthOnly() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      send(socket, "HEAD /h HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

      assertThat(rest(socket)).contains("content-length: 8").endsWith("\r\n\r\n");
    }
  }

  @Test
  void closesBehindAnAnswerToHttp10() throws Exception {
    try (Socket socket = connect(echo(LIMITS))) {
      send(socket, "GET /old HTTP/1.0\r\n\r\n");

      assertThat(rest(socket)).endsWith("GET /old ");
    }
  }

  @Test
  void answersAFailureWith500() throws Exception {
    HttpServer server =
        listen(LIMITS, request -> CompletableFuture.failedFuture(new IOException("no disk")));
    try (Socket socket = connect(server)) {
      send(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");

      assertThat(rest(socket)).startsWith("HTTP/1.1 500").doesNotContain("no disk");
    }
  }

  @Test
  void finishesTheRequestInHandWhenItEnds() throws Exception {
    CompletableFuture<HttpReply> answer = new CompletableFuture<>();
    CompletableFuture<HttpRequest> asked = new CompletableFuture<>();
    HttpServer server =
        listen(
            LIMITS,
            request -> {
              asked.complete(request);
              return answer;
            });
    try (Socket busy = connect(server);
        Socket idle = connect(server)) {
      send(busy, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      asked.join();
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(() -> server.end(20), task -> new Thread(task).start());
      assertThat(rest(idle)).isEmpty();
      answer.complete(HttpReply.text(200, "done"));

      assertThat(rest(busy)).contains("connection: close").endsWith("done");
      ended.join();
    }
  }

  @Test
  void answersOneAfterTheOtherOutsideTheIoThreads() throws Exception {
    try (SerialHandler pages =
            new SerialHandler(
                task -> new Thread(task, "pages"),
                request -> HttpReply.text(200, Thread.currentThread().getName()));
        Socket socket = connect(listen(LIMITS, pages))) {
      send(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");

      assertThat(reply(socket)).endsWith("pages");
    }
  }
}
