package io.millrace.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A local S3 server on loopback, in a JVM of its own: S3Proxy, which verifies the signature of each
 * request, payload and chunk, and in front of it a check of session tokens and their end. Use path
 * style. Object tags are accepted and dropped; access lists other than {@code private} and {@code
 * public-read} are refused with 501.
 *
 * <p>Thread-safe. Ends with {@link #close}, or when this JVM does.
 */
public final class DevS3 implements AutoCloseable {
  /** The region clients may sign for; the server takes any. */
  public static final String REGION = "us-east-1";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final WorkDirectory work = WorkDirectory.create("s3");
  private final AtExit atExit = AtExit.close(this::close);
  private final ServerProcess process;
  private final int port;

  /**
   * How to start it.
   *
   * @param port TCP port; 0 takes any free one
   * @param heap its largest heap, as in {@code -Xmx}
   * @param store folder where each bucket is a folder and each object a file; empty: in memory
   */
  public record Options(int port, String heap, Optional<Path> store) {
    /** A free port, 256 MiB of heap, a store in memory. */
    public static Options defaults() {
      return new Options(0, "256m", Optional.empty());
    }

    /** The same with another port. */
    public Options withPort(int value) {
      return new Options(value, heap, store);
    }

    /** The same with another heap, such as {@code 512m}. */
    public Options withHeap(String value) {
      return new Options(port, value, store);
    }

    /** The same with a store in files, which outlive the server. */
    public Options withStore(Path folder) {
      return new Options(port, heap, Optional.of(folder));
    }
  }

  private DevS3(Options options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(options.port()));
    arguments.add(requestLog().toString());
    options.store().ifPresent(folder -> arguments.add(folder.toAbsolutePath().toString()));
    try {
      this.process =
          ServerProcess.launch(
              new ServerProcess.Launch(
                  "s3", "io.millrace.devstack.s3.S3Server", options.heap(), arguments),
              work.path());
      this.port = process.awaitReady(START_LIMIT);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a server that accepts {@link DevCredentials#BASE}, and whatever else is {@link #grant
   * granted}.
   *
   * @throws IllegalStateException when it does not start; the message holds the end of its log
   */
  public static DevS3 start(Options options) {
    DevS3 s3 = new DevS3(options);
    s3.grant(DevCredentials.BASE);
    return s3;
  }

  /** Starts such a server with {@link Options#defaults}. */
  public static DevS3 start() {
    return start(Options.defaults());
  }

  /**
   * Starts a server that accepts the temporary credentials issued by {@code sts} and no others; the
   * base credentials of {@code sts} are known to it and refused with {@code AccessDenied}.
   *
   * @throws IllegalStateException when it does not start; the message holds the end of its log
   */
  public static DevS3 start(Options options, DevSts sts) {
    DevS3 s3 = new DevS3(options);
    s3.deny(sts.base());
    sts.onIssue(s3::grant);
    return s3;
  }

  /** Where it listens, {@code http://127.0.0.1:port}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The server's log; gone after {@link #close}. */
  public Path log() {
    return work.path().resolve("s3.log");
  }

  private Path requestLog() {
    return work.path().resolve("requests.log");
  }

  /** Creates a bucket unless it is there. */
  public void createBucket(String name) {
    process.command("bucket " + name);
  }

  /** Accepts these credentials from now on, until they expire. */
  public void grant(DevCredentials credentials) {
    String temporary =
        credentials
            .sessionToken()
            .map(token -> " " + token + " " + expiry(credentials).toEpochMilli())
            .orElse("");
    process.command(
        "grant " + credentials.accessKeyId() + " " + credentials.secretAccessKey() + temporary);
  }

  private static Instant expiry(DevCredentials credentials) {
    return credentials
        .expiration()
        .orElseThrow(() -> new IllegalArgumentException(credentials + " has a token but no end"));
  }

  /** Refuses these credentials everything from now on, with 403 {@code AccessDenied}. */
  public void deny(DevCredentials credentials) {
    process.command("deny " + credentials.accessKeyId() + " " + credentials.secretAccessKey());
  }

  /** Answers every request with this error until {@link #recover}; nothing is stored. */
  public void fail(AwsError error) {
    fail(0, error);
  }

  /** Answers the next {@code times} requests with this error. */
  public void failNext(int times, AwsError error) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, not " + times);
    }
    fail(times, error);
  }

  private void fail(int times, AwsError error) {
    process.command(
        "fail %d %d %s %s".formatted(times, error.status(), error.code(), error.message()));
  }

  /** Waits this long before each answer until {@link #recover}. */
  public void delay(Duration time) {
    process.command("delay " + time.toMillis());
  }

  /** Ends {@link #fail}, {@link #failNext} and {@link #delay}. */
  public void recover() {
    process.command("recover");
  }

  /** Closes the listening socket and all connections: the next connection is refused. */
  public void goDown() {
    process.command("pause");
  }

  /** Listens again after {@link #goDown}, on the same port with the same objects. */
  public void comeUp() {
    process.command("resume");
  }

  /** Every request so far, oldest first, each listed before it was answered. */
  public List<S3Request> requests() {
    if (!Files.exists(requestLog())) {
      return List.of();
    }
    try {
      return Files.readAllLines(requestLog()).stream().map(S3Request::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + requestLog(), e);
    }
  }

  /** The server's process, for a test of its end. */
  ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
    work.close();
    atExit.cancel();
  }
}
