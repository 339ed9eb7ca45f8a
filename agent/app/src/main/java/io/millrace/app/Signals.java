package io.millrace.app;

import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system, taken by the main thread one after another. A request that is
 * waiting already is not queued again: the JVM may run a handler many times for one signal.
 */
final class Signals {
  /** What a signal asks for. */
  enum Request {
    /** TERM, INT: drain and exit. */
    STOP,
    /** HUP, USR2: read the configuration again. */
    RELOAD,
    /** USR1: flush all buffers, reopen the log file. */
    FLUSH,
    /** WINCH: leave the source-only mode. */
    GO_ON,
    /** CONT: write what all threads do to the log. */
    DUMP
  }

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  /** Takes over the signals of the process. */
  static Signals install() {
    Signals signals = new Signals();
    signals.on("TERM", Request.STOP);
    signals.on("INT", Request.STOP);
    signals.on("HUP", Request.RELOAD);
    signals.on("USR2", Request.RELOAD);
    signals.on("USR1", Request.FLUSH);
    signals.on("CONT", Request.DUMP);
    signals.on("WINCH", Request.GO_ON);
    return signals;
  }

  /**
   * Takes over one signal. By reflection, because the compiler warns of {@code sun.misc.Signal} in
   * a way nothing can suppress, and the JDK has no other way to handle signals.
   */
  private void on(String name, Request request) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object asking =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  request(request);
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), asking);
    } catch (ReflectiveOperationException e) {
      LoggerFactory.getLogger("engine")
          .warn(
              "signal {} cannot be handled here, it keeps its default effect: {}",
              name,
              String.valueOf(e.getCause()));
    }
  }

  /** Asks for something, as a signal does. */
  synchronized void request(Request request) {
    if (!requests.contains(request)) {
      requests.add(request);
    }
  }

  /** The next request; waits for one. */
  Request take() throws InterruptedException {
    return requests.take();
  }
}
