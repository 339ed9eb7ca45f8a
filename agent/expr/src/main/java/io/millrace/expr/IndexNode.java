package io.millrace.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code receiver[arguments]}.
 *
 * @param receiver what is looked into
 * @param arguments the keys
 * @param prepare evaluated first; see {@link Assignable#once}
 */
record IndexNode(Node receiver, List<Node> arguments, Node prepare) implements Assignable {

  private static final Dispatch GET = Dispatch.of("[]", 0);
  private static final Dispatch SET = Dispatch.of("[]=", 0);

  IndexNode(Node receiver, List<Node> arguments) {
    this(receiver, arguments, frame -> null);
  }

  @Override
  public @Nullable Object eval(Frame frame) {
    Object self = receiver.eval(frame);
    if (self instanceof Map<?, ?> map && arguments.size() == 1) {
      return map.get(arguments.get(0).eval(frame));
    }
    return GET.call(self, new Args(frame, CallNode.values(arguments, frame), null));
  }

  @Override
  public Node assign(Node value) {
    List<Node> all = new ArrayList<>(arguments);
    all.add(value);
    return frame -> {
      Object self = receiver.eval(frame);
      return SET.call(self, new Args(frame, CallNode.values(all, frame), null));
    };
  }

  @Override
  public Assignable once(Locals locals) {
    LocalNode self = new LocalNode(locals.hidden());
    List<Node> before = new ArrayList<>(List.of(self.assign(receiver)));
    List<Node> keys = new ArrayList<>();
    for (Node argument : arguments) {
      LocalNode key = new LocalNode(locals.hidden());
      before.add(key.assign(argument));
      keys.add(key);
    }
    return new IndexNode(self, keys, ControlFlow.sequence(before));
  }
}
