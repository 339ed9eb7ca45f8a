package io.millrace.engine.output;

import io.millrace.api.Param;

/** Settings that every output has, beside those of its plugin. */
public record OutputConfig(
    @Param(doc = "Store integer times in chunks of packed events.", def = "false")
        boolean timeAsInteger,
    @Param(
            doc = "Seconds a delivery may take before a warning says that it was slow.",
            def = "20.0")
        double slowFlushLogThreshold) {
  /** What an output has if nothing is configured. */
  public static final OutputConfig DEFAULT = new OutputConfig(false, 20.0);
}
