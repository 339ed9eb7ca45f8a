package io.millrace.plugins.monitor;

import java.util.List;
import java.util.Optional;

/**
 * How much of a plugin is shown.
 *
 * @param config its parameters
 * @param retry its running retry
 * @param inside what it measures inside: these names, or all for an empty list; nothing if empty
 */
record Detail(boolean config, boolean retry, Optional<List<String>> inside) {
  /** What events hold. */
  static final Detail EVENT = new Detail(false, false, Optional.empty());
}
