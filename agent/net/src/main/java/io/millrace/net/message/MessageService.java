package io.millrace.net.message;

import java.net.InetAddress;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** The plugin that messages belong to. Safe for use by several threads. */
public interface MessageService {
  /** For the messages of one read. */
  Intake open();

  /** For a new connection. */
  Framer framer();

  /**
   * What {@link #framer} depends on: when a plugin with another one takes over at a reload, open
   * connections end.
   */
  Object framing();

  /** Whether {@code address} may send. */
  default boolean admits(InetAddress address) {
    return true;
  }

  /** Counts messages that came in and were lost. */
  LongAdder lost();

  /** The plugin's log. */
  Logger log();
}
