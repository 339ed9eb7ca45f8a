package io.millrace.engine.check;

import io.millrace.engine.buffer.OverflowAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code block-in-copy}: an output beside others that makes inputs wait when its buffer is full, so
 * that one slow destination stops the others.
 */
final class BlockingCopyRule implements Rule {

  @Override
  public String code() {
    return "block-in-copy";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    Map<CheckedSection, Integer> stores = new HashMap<>();
    for (CheckedSection output : storesOf(config)) {
      stores.merge(output.parent().orElseThrow(), 1, Integer::sum);
    }
    for (CheckedSection output : storesOf(config)) {
      boolean blocks =
          output
              .buffer()
              .filter(buffer -> buffer.config().overflowAction() == OverflowAction.BLOCK)
              .isPresent();
      int others = stores.getOrDefault(output.parent().orElseThrow(), 0) - 1;
      if (blocks && others > 0) {
        findings.warn(
            this,
            output.buffer().orElseThrow().location("overflow_action"),
            "when this buffer is full, the inputs wait, and the "
                + (others == 1 ? "other output" : others + " other outputs")
                + " of the copy get nothing either until "
                + output.type()
                + " takes events again",
            "give it room for the longest outage you plan for (total_limit_size, on disk), or let"
                + " it lose its oldest chunks alone: overflow_action drop_oldest_chunk");
      }
    }
  }

  private static List<CheckedSection> storesOf(CheckedConfig config) {
    return config.sections("output").stream()
        .filter(output -> output.element().name().equals("store"))
        .filter(output -> output.parent().filter(copy -> copy.type().equals("copy")).isPresent())
        .toList();
  }
}
