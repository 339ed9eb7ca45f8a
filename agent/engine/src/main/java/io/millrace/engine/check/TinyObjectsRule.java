package io.millrace.engine.check;

import java.time.Duration;
import java.util.Set;

/**
 * {@code tiny-objects}: an output that writes an object for each chunk, and chunks so small or so
 * often that requests cost more than storage.
 */
final class TinyObjectsRule implements Rule {

  /** Types that write one object for each chunk. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "gcs", "azurestorage", "azure-storage-append-blob", "oss", "webhdfs");

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final long SMALLEST = 1 << 20;

  @Override
  public String code() {
    return "tiny-objects";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (CheckedSection output : config.sections("output")) {
      if (OBJECT_STORES.contains(output.type())) {
        output.buffer().ifPresent(buffer -> check(buffer, findings));
      }
    }
  }

  private void check(CheckedBuffer buffer, Findings findings) {
    Duration period = buffer.period();
    if (period.compareTo(SHORTEST) < 0) {
      long perDay = Duration.ofDays(1).toMillis() / Math.max(1, period.toMillis());
      findings.warn(
          this,
          buffer.location(buffer.periodParameter()),
          "an object is written every "
              + period.toMillis() / 1000.0
              + " s for each series of chunks while events come, up to "
              + (perDay > 10_000_000 ? "one for each emit" : perDay + " a day")
              + ": each costs a request, and readers pay for each again",
          "collect for a minute or more (timekey or flush_interval), or write to a store made for"
              + " small pieces");
    }
    buffer
        .config()
        .chunkLimitSize()
        .filter(size -> size.bytes() < SMALLEST)
        .ifPresent(
            size ->
                findings.warn(
                    this,
                    buffer.location("chunk_limit_size"),
                    "no object can be larger than " + size.bytes() + " bytes before compression",
                    "raise chunk_limit_size to 8m or more"));
  }
}
