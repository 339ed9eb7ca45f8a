package io.millrace.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * How many connections peers may have open to this process, whatever listener they came by: three
 * quarters of the files it may open, so that a flood of connections leaves buffers and outputs
 * theirs. Safe for use by several threads.
 */
public final class ConnectionLimit {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String FILES = "Max open files";

  private final int most;
  private final String advice;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Of {@code most} connections.
   *
   * @param advice what an operator can do who needs more
   */
  public ConnectionLimit(int most, String advice) {
    this.most = most;
    this.advice = advice;
  }

  /** Of this process; where the system does not tell how many files it may open, the default. */
  public static ConnectionLimit ofProcess() {
    try (Stream<String> lines = Files.lines(LIMITS)) {
      return lines
          .filter(line -> line.startsWith(FILES))
          .map(line -> line.substring(FILES.length()).trim().split(" +", 2)[0])
          .filter(soft -> soft.matches("\\d{1,9}"))
          .findFirst()
          .map(soft -> ofFiles(Integer.parseInt(soft)))
          .orElseGet(ConnectionLimit::ofDefault);
    } catch (IOException noLinux) {
      return ofDefault();
    }
  }

  private static ConnectionLimit ofDefault() {
    return new ConnectionLimit(
        ListenOptions.DEFAULT_MAX_CONNECTIONS, "find out who opens so many connections");
  }

  static ConnectionLimit ofFiles(int files) {
    int three = Math.max(1, files / 4 * 3);
    return three >= ListenOptions.DEFAULT_MAX_CONNECTIONS
        ? ofDefault()
        : new ConnectionLimit(
            three,
            "these are three quarters of the "
                + files
                + " files this process may open: find out who opens so many connections, or raise"
                + " 'ulimit -n' (LimitNOFILE of systemd)");
  }

  int most() {
    return most;
  }

  String advice() {
    return advice;
  }

  /** What leaves a tenth of {@code most} free, but one at least. */
  static int nineTenths(int most) {
    return most - Math.max(1, most / 10);
  }

  /** Whether a tenth of it is free. */
  boolean isRoomy() {
    return open.get() <= nineTenths(most);
  }

  /** One more. Whether it may stay; whoever it is, {@link #leave} is called when it ends. */
  boolean enter() {
    return open.incrementAndGet() <= most;
  }

  /** One less. */
  void leave() {
    open.decrementAndGet();
  }
}
