package io.millrace.net;

import io.millrace.api.OpenFileLimit;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections peers may have open to this process, whatever listener they came by: three
 * quarters of the files it may open, so that a flood of connections leaves buffers and outputs
 * theirs. Safe for use by several threads.
 */
public final class ConnectionLimit {
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
    OptionalInt files = OpenFileLimit.ofProcess();
    return files.isPresent() ? ofFiles(files.getAsInt()) : ofDefault();
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
