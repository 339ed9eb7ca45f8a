package io.millrace.plugins.prometheus;

import java.util.Map;

/**
 * A set of labels as text format writes it, without the braces.
 *
 * @param text such as {@code a="1",b="2"}
 */
record LabelText(String text) {
  static LabelText of(Map<String, String> labels) {
    LabelText all = new LabelText("");
    for (Map.Entry<String, String> label : labels.entrySet()) {
      all = all.with(label.getKey(), label.getValue());
    }
    return all;
  }

  /** These labels and another one behind them. */
  LabelText with(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    return new LabelText(text + (text.isEmpty() ? "" : ",") + name + "=\"" + escaped + "\"");
  }
}
