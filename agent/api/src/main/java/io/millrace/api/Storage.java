package io.millrace.api;

import java.util.Optional;

/** Small values that a plugin keeps over a restart. */
public interface Storage extends Plugin {
  /** The value under {@code key}. */
  Optional<String> get(String key);

  /** Keeps {@code value} under {@code key}. */
  void put(String key, String value);
}
