package io.millrace.devstack.quickstart;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns signals into requests to stop, so that the end has an order; shutdown hooks have none. The
 * first asks for the normal end, a second one to leave out what takes time.
 */
final class StopRequests {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch second = new CountDownLatch(1);

  /** Takes over the signals of this process, and listens for the end of its parent. */
  static StopRequests install() {
    StopRequests requests = new StopRequests();
    SIGNALS.forEach(requests::on);
    ProcessHandle.current().parent().ifPresent(requests::follow);
    return requests;
  }

  private void follow(ProcessHandle parent) {
    Thread thread =
        new Thread(
            () -> {
              parent.onExit().join();
              stop();
            },
            "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** By reflection: the compiler warns of these classes in a way nothing can suppress. */
  private void on(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stopping =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  stop();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), stopping);
    } catch (ReflectiveOperationException e) {
      // Not to be had here: the signal keeps its default effect, and hooks end the servers.
    }
  }

  /** Asks to stop, as a signal does. */
  synchronized void stop() {
    if (first.getCount() > 0) {
      first.countDown();
    } else {
      second.countDown();
    }
  }

  /** Whether anybody asked to stop; waits this long for it. */
  boolean await(Duration limit) throws InterruptedException {
    return first.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether anybody asked to stop at once; waits this long for it. */
  boolean awaitUrgent(Duration limit) throws InterruptedException {
    return second.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether anybody asked to stop. */
  boolean requested() {
    return first.getCount() == 0;
  }
}
