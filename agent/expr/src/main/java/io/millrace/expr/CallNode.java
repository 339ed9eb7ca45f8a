package io.millrace.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code receiver.method(arguments) { block }}.
 *
 * @param receiver whose method it is
 * @param dispatch the method, found for every class already
 * @param arguments the arguments
 * @param block the block; {@link BlockNode#NONE} if none is given
 * @param safe true for {@code &.}, which leaves nil alone
 */
record CallNode(
    Node receiver, Dispatch dispatch, List<Node> arguments, BlockNode block, boolean safe)
    implements Node {

  @Override
  public @Nullable Object eval(Frame frame) {
    Object self = receiver.eval(frame);
    if (safe && self == null) {
      return null;
    }
    return dispatch.call(self, new Args(frame, values(arguments, frame), block.in(frame)));
  }

  static @Nullable Object[] values(List<Node> nodes, Frame frame) {
    @Nullable Object[] values = new Object[nodes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = nodes.get(i).eval(frame);
    }
    return values;
  }
}
