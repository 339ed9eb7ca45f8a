package io.millrace.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a block: a name, or names in parentheses that an array is spread over.
 *
 * @param slot where its value goes; below zero if it is spread over {@code parts}
 * @param parts the parameters in its parentheses
 */
record BlockParameter(int slot, List<BlockParameter> parts) {

  static BlockParameter plain(int slot) {
    return new BlockParameter(slot, List.of());
  }

  static BlockParameter nested(List<BlockParameter> parts) {
    return new BlockParameter(-1, parts);
  }

  void assign(Frame frame, @Nullable Object value) {
    if (slot >= 0) {
      frame.setLocal(slot, value);
      return;
    }
    List<?> values = value instanceof List<?> list ? list : EnumerableMethods.listOf(value);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).assign(frame, i < values.size() ? values.get(i) : null);
    }
  }
}
