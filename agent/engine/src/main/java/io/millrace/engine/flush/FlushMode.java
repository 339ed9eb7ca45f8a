package io.millrace.engine.flush;

import java.util.Locale;

/** When staged chunks are queued: {@code flush_mode}. */
public enum FlushMode {
  /** By the other settings; never left in a {@link FlushSettings}. */
  DEFAULT,
  /** When full, or when their time slice is over. */
  LAZY,
  /** Also when older than {@code flush_interval}. */
  INTERVAL,
  /** After each emit. */
  IMMEDIATE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
