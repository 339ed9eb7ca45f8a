package io.millrace.devstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A local AWS Security Token Service: {@code AssumeRole} over the query protocol, for one role. It
 * verifies the caller's Signature Version 4 and every parameter, and refuses with AWS's codes.
 *
 * <p>Runs in this JVM on loopback. Every method may be called by any thread at any time; a change
 * of behaviour holds from the next request on.
 */
public final class DevSts implements AutoCloseable {
  private final Options options;
  private final StsAuthenticator authenticator;
  private final Faults faults = new Faults();
  private final SecureRandom random = new SecureRandom();
  private final List<StsRequest> requests = new CopyOnWriteArrayList<>();
  private final List<DevCredentials> issued = new CopyOnWriteArrayList<>();
  private final List<Consumer<DevCredentials>> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "devstack-sts");
            thread.setDaemon(true);
            return thread;
          });
  private final int port;
  private HttpServer server; // guarded by this
  private volatile Optional<Duration> lifetime = Optional.empty();

  /**
   * How to start it.
   *
   * @param port TCP port; 0 takes any free one
   * @param base the long-term credentials callers sign with
   * @param roleArn the only role that can be assumed
   * @param externalId what callers must send as {@code ExternalId}; empty: anything or nothing
   * @param clock the time that signatures and expirations are measured by
   */
  public record Options(
      int port,
      DevCredentials base,
      String roleArn,
      Optional<String> externalId,
      InstantSource clock) {
    /** The role of {@link #defaults}. */
    public static final String ROLE_ARN = "arn:aws:iam::123456789012:role/millrace-devstack";

    /** A free port, {@link DevCredentials#BASE}, {@link #ROLE_ARN}, no external id. */
    public static Options defaults() {
      return new Options(
          0, DevCredentials.BASE, ROLE_ARN, Optional.empty(), InstantSource.system());
    }

    /** The same with another port. */
    public Options withPort(int value) {
      return new Options(value, base, roleArn, externalId, clock);
    }

    /** The same with another role. */
    public Options withRoleArn(String value) {
      return new Options(port, base, value, externalId, clock);
    }

    /** The same with a required external id. */
    public Options withExternalId(String value) {
      return new Options(port, base, roleArn, Optional.of(value), clock);
    }

    /** The same with another clock. */
    public Options withClock(InstantSource value) {
      return new Options(port, base, roleArn, externalId, value);
    }
  }

  private DevSts(Options options) throws IOException {
    this.options = options;
    this.authenticator = new StsAuthenticator(options.clock());
    authenticator.add(options.base());
    this.server = listen(options.port());
    this.port = server.getAddress().getPort();
  }

  /** Starts with {@link Options#defaults}. */
  public static DevSts start() {
    return start(Options.defaults());
  }

  /**
   * Starts it; it answers when this returns.
   *
   * @throws UncheckedIOException when the port cannot be bound
   */
  public static DevSts start(Options options) {
    try {
      return new DevSts(options);
    } catch (IOException e) {
      throw new UncheckedIOException("STS cannot listen on 127.0.0.1:" + options.port(), e);
    }
  }

  private HttpServer listen(int onPort) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    http.start();
    return http;
  }

  /** Where it listens, {@code http://127.0.0.1:port}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** How it was started. */
  public Options options() {
    return options;
  }

  /** The long-term credentials it accepts. */
  public DevCredentials base() {
    return options.base();
  }

  /** Every request so far, oldest first, each listed before it was answered. */
  public List<StsRequest> requests() {
    return List.copyOf(requests);
  }

  /** Issues credentials without a request, for a test that wants to look into the bucket. */
  public DevCredentials issue(Duration forTime) {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    String hex = HexFormat.of().withUpperCase().formatHex(bytes, 0, 8);
    Base64.Encoder base64 = Base64.getEncoder();
    Instant end = options.clock().instant().plus(forTime).truncatedTo(ChronoUnit.SECONDS);
    DevCredentials credentials =
        DevCredentials.temporary(
            "ASIA" + hex,
            base64.encodeToString(Arrays.copyOfRange(bytes, 8, 38)),
            base64.encodeToString(bytes),
            end);
    authenticator.add(credentials);
    issued.add(credentials);
    listeners.forEach(listener -> listener.accept(credentials));
    return credentials;
  }

  /**
   * Tells of all credentials, those issued so far and each new one before its caller has it. A
   * listener may hear twice of the same ones.
   */
  void onIssue(Consumer<DevCredentials> listener) {
    listeners.add(listener);
    issued.forEach(listener);
  }

  /** Makes credentials last this long whatever a caller asks for, even less than 15 minutes. */
  public void issueFor(Duration time) {
    lifetime = Optional.of(time);
  }

  /** Refuses every request so until {@link #recover}. */
  public void fail(AwsError error) {
    faults.fail(error, Integer.MAX_VALUE);
  }

  /** Refuses the next {@code times} requests so. */
  public void failNext(int times, AwsError error) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times);
    }
    faults.fail(error, times);
  }

  /** Waits this long before each answer until {@link #recover}. */
  public void delay(Duration time) {
    faults.delay(time);
  }

  /** Ends {@link #fail}, {@link #failNext}, {@link #delay} and {@link #issueFor}. */
  public void recover() {
    faults.recover();
    lifetime = Optional.empty();
  }

  /** Closes the listening socket and all connections: the next connection is refused. */
  public synchronized void goDown() {
    server.stop(0);
  }

  /**
   * Listens again, on the same port, after {@link #goDown}.
   *
   * @throws UncheckedIOException when another program has taken the port
   */
  public synchronized void comeUp() {
    try {
      server = listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException("STS cannot listen again on 127.0.0.1:" + port, e);
    }
  }

  @Override
  public synchronized void close() {
    faults.recover();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String requestId = UUID.randomUUID().toString();
    Outcome outcome = new Outcome();
    int status = 200;
    Optional<String> errorCode = Optional.empty();
    String answer;
    try {
      answer = answer(StsCall.read(exchange), outcome, requestId);
    } catch (AwsRefusal refusal) {
      status = refusal.error().status();
      errorCode = Optional.of(refusal.error().code());
      answer = StsXml.error(refusal.error(), requestId);
    }
    requests.add(new StsRequest(outcome.parameters, outcome.caller, status, errorCode));
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** What is known of a request so far, wherever its handling ends. */
  private static final class Outcome {
    Map<String, String> parameters = Map.of();
    Optional<String> caller = Optional.empty();
  }

  private String answer(StsCall call, Outcome outcome, String requestId) {
    outcome.parameters = Map.copyOf(call.parameters());
    faults.show();
    DevCredentials caller = authenticator.caller(call);
    outcome.caller = Optional.of(caller.accessKeyId());
    String action = outcome.parameters.getOrDefault("Action", "");
    if (!action.equals("AssumeRole")) {
      throw new AwsRefusal(
          400, "InvalidAction", "Could not find operation " + action + " for version 2011-06-15");
    }
    AssumeRole request = AssumeRole.read(outcome.parameters, options, caller);
    DevCredentials credentials = issue(lifetime.orElse(request.duration()));
    return StsXml.assumed(request, credentials, requestId);
  }
}
