package io.millrace.app;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** How an entry of the log is written. Safe for use by several threads. */
@FunctionalInterface
interface LineFormat {
  /** The entry, stack trace and line end included. */
  String of(ILoggingEvent event);
}
