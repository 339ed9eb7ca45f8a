package io.millrace.expr;

import org.jspecify.annotations.Nullable;

/** A local variable. */
record LocalNode(int slot) implements Assignable {

  @Override
  public @Nullable Object eval(Frame frame) {
    return frame.local(slot);
  }

  @Override
  public Node assign(Node value) {
    return frame -> frame.setLocal(slot, value.eval(frame));
  }

  @Override
  public Assignable once(Locals locals) {
    return this;
  }
}
