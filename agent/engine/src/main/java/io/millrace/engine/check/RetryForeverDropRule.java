package io.millrace.engine.check;

import io.millrace.engine.buffer.OverflowAction;

/**
 * {@code retry-forever-drops}: retries without end, and a full buffer that drops its oldest chunks:
 * in a long outage events are lost although nothing is ever given up.
 */
final class RetryForeverDropRule implements Rule {

  @Override
  public String code() {
    return "retry-forever-drops";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (CheckedSection output : config.sections("output")) {
      output
          .buffer()
          .filter(buffer -> buffer.config().retryForever())
          .filter(buffer -> buffer.config().overflowAction() == OverflowAction.DROP_OLDEST_CHUNK)
          .ifPresent(
              buffer ->
                  findings.warn(
                      this,
                      buffer.location("overflow_action"),
                      "retry_forever keeps every chunk until it is delivered, but when the buffer"
                          + " is full, the oldest are dropped: an outage that is long enough loses"
                          + " events all the same",
                      "use overflow_action block if the inputs can wait, and a total_limit_size"
                          + " that holds the longest outage you plan for"));
    }
  }
}
