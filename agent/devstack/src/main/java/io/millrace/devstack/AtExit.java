package io.millrace.devstack;

/** Closes a server when the JVM ends before its owner has closed it, as on Ctrl-C. */
final class AtExit {
  private final Thread hook;

  private AtExit(Thread hook) {
    this.hook = hook;
  }

  static AtExit close(Runnable close) {
    Thread hook = new Thread(close, "devstack-close");
    Runtime.getRuntime().addShutdownHook(hook);
    return new AtExit(hook);
  }

  /**
   * Forgets it; without effect once the JVM is ending. To be called when all is closed: the JVM
   * waits for what is registered here, and not for a thread that is still closing.
   */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook is running, or about to: closing twice does no harm.
    }
  }
}
