package io.millrace.expr;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block as it is written; {@link #in} makes it callable within one evaluation. */
@FunctionalInterface
interface BlockNode {

  /** No block. */
  BlockNode NONE = frame -> null;

  @Nullable Block in(Frame frame);

  /** {@code { |parameters| body }}. */
  static BlockNode of(List<BlockParameter> parameters, Node body) {
    return frame -> Block.of(frame, parameters, body);
  }

  /** {@code &:method}. */
  static BlockNode method(Dispatch dispatch) {
    return frame ->
        values -> {
          Object[] rest = Arrays.copyOfRange(values, Math.min(1, values.length), values.length);
          return dispatch.call(values.length == 0 ? null : values[0], new Args(frame, rest, null));
        };
  }
}
