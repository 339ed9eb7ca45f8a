package io.millrace.api;

/** What a time is written as: the {@code time_type} parameter of formatters. */
public enum TimeType {
  /** Text in a {@code time_format}. */
  STRING,
  /** Whole seconds since 1970-01-01 UTC. */
  UNIXTIME,
  /**
   * Seconds with nine decimals; a time without a fraction, as old senders have, gets {@code .0}.
   */
  FLOAT,
  /** As {@link #STRING}: the other forms matter only where times are read. */
  MIXED
}
