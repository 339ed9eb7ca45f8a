package io.millrace.plugins.buffer;

/** What a committed append outlives. */
public enum Fsync {
  /** The process: bytes are in the operating system's page cache. What Fluentd does. */
  NONE,
  /** The machine: data and metadata are forced to the disk before an emit is acknowledged. */
  COMMIT
}
