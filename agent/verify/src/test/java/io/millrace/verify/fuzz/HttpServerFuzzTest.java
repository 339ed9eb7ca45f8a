package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.http.HttpLimits;
import io.millrace.net.http.HttpReply;
import io.millrace.net.http.HttpRequest;
import io.millrace.net.http.HttpServer;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.helpers.NOPLogger;

/**
 * Any bytes of a client are requests or are refused: nothing is thrown past the connection, and it
 * holds no more than a body while it is open, and nothing after.
 */
class HttpServerFuzzTest {
  private static final int MAX_BODY = 2048;
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final HttpLimits LIMITS = new HttpLimits(MAX_BODY, 512, TIME, TIME, TIME);

  private final ReceiveBudget budget = new ReceiveBudget(1 << 20);

  @SuppressWarnings("MustBeClosed") // never used: no loop starts before something listens
  private final ListenerRegistry registry = new ListenerRegistry(new EventLoops(), budget);

  private final HttpServer server =
      HttpServer.of(registry, LIMITS, HttpServerFuzzTest::answer, NOPLogger.NOP_LOGGER);

  private static CompletionStage<HttpReply> answer(HttpRequest request) {
    assertThat(request.body().length()).isLessThanOrEqualTo(MAX_BODY);
    String text = request.path() + request.parameters() + request.header("content-type");
    return CompletableFuture.completedFuture(HttpReply.text(200, text));
  }

  /** A connection without a network that has an address. */
  private static final class Connection extends EmbeddedChannel {
    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }
  }

  @DictionaryEntries({
    "GET / HTTP/1.1\\x0d\\x0a",
    "POST /app.log?json= HTTP/1.1\\x0d\\x0a",
    "HEAD /%",
    "Content-Length: ",
    "Transfer-Encoding: chunked\\x0d\\x0a",
    "Content-Encoding: gzip\\x0d\\x0a",
    "Content-Encoding: deflate\\x0d\\x0a",
    "Expect: 100-continue\\x0d\\x0a",
    "Connection: close\\x0d\\x0a",
    "Host: h\\x0d\\x0a",
    "\\x0d\\x0a\\x0d\\x0a",
    "ffffffff\\x0d\\x0a",
    "0\\x0d\\x0a\\x0d\\x0a",
    "HTTP/1.0\\x0d\\x0a",
    "&a[]=%zz;"
  })
  @FuzzTest(maxDuration = "10m")
  void answersOrRefuses(byte[] data) {
    FuzzInput.bounded(() -> attempt(data));
  }

  private void attempt(byte[] data) {
    Random random = new Random(Arrays.hashCode(data));
    Connection channel = new Connection();
    server.accept(channel);
    int from = 0;
    while (from < data.length && channel.isOpen()) {
      int to = Math.min(data.length, from + 1 + random.nextInt(64));
      channel.writeInbound(Unpooled.copiedBuffer(data, from, to - from));
      channel.runPendingTasks();
      assertThat(budget.held()).isLessThanOrEqualTo(MAX_BODY);
      from = to;
    }
    channel.checkException();
    channel.finishAndReleaseAll();
    assertThat(budget.held()).as("held of a connection that is closed").isZero();
    assertThat(server.connections()).isZero();
  }
}
