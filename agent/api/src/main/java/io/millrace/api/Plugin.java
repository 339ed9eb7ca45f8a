package io.millrace.api;

/**
 * Anything a configuration names with {@code @type}. Creating one has no side effects: no socket,
 * file or thread before {@link #start}.
 *
 * <p>The phases are Fluentd's, in this order. Each is called at most once, by one thread, for every
 * plugin even if another's failed; each is safe to call without the ones before it.
 */
public interface Plugin {
  /**
   * Whether several workers may have this plugin; if not, a configuration with more than one worker
   * must put it into {@code <worker N>}.
   */
  default boolean isMultiWorkerReady() {
    return true;
  }

  /** Opens what the plugin needs. Outputs start before filters, and inputs last. */
  default void start() throws Exception {}

  /** Runs right after {@link #start} of the same plugin: threads that need everything open. */
  default void afterStart() throws Exception {}

  /** Sets a flag: no new work. Must not wait. */
  default void stop() throws Exception {}

  /** Last work that needs the others still running, such as flushing. */
  default void beforeShutdown() throws Exception {}

  /** Ends threads and waits for them. */
  default void shutdown() throws Exception {}

  /** After every plugin was shut down. */
  default void afterShutdown() throws Exception {}

  /** Closes files and connections. */
  default void close() throws Exception {}

  /** Forgets the rest. */
  default void terminate() throws Exception {}
}
