package io.millrace.engine.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all plugins of the process share, each made when somebody first asks for it. Outlives
 * graphs. Safe for use by several threads.
 */
public final class Services implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  private final Map<Class<?>, Supplier<?>> makers = new HashMap<>(); // guarded by this
  private final Map<Class<?>, Object> made = new HashMap<>(); // guarded by this
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>(); // guarded by this

  /**
   * Makes a service known; {@code maker} runs at most once. What it makes is closed with this
   * object if it can be.
   */
  public synchronized <T> Services add(Class<T> type, Supplier<? extends T> maker) {
    makers.put(type, maker);
    return this;
  }

  /**
   * The service of one type.
   *
   * @throws IllegalStateException if the process has none
   */
  public synchronized <T> T get(Class<T> type) {
    Object service = made.get(type);
    if (service == null) {
      Supplier<?> maker = makers.get(type);
      if (maker == null) {
        throw new IllegalStateException("this process has no " + type.getSimpleName());
      }
      service = maker.get();
      made.put(type, service);
      if (service instanceof AutoCloseable closeable) {
        toClose.push(closeable);
      }
    }
    return type.cast(service);
  }

  /** The services made so far that are a {@code type}, in no order. */
  public synchronized <T> List<T> made(Class<T> type) {
    return made.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Closes what was made, the last one first. */
  @Override
  public synchronized void close() {
    while (!toClose.isEmpty()) {
      AutoCloseable service = toClose.pop();
      try {
        service.close();
      } catch (Exception e) {
        LOG.warn(
            "a service did not close: service={} error=\"{}\"",
            service.getClass().getSimpleName(),
            e.getMessage(),
            e);
      }
    }
    made.clear();
  }
}
