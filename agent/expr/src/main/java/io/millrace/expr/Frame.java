package io.millrace.expr;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation: its local variables, its scope, the last match. Blocks share the frame they stand
 * in; nothing this engine compiles can re-enter a block, so each block's parameters need one slot.
 */
final class Frame {

  private final Scope scope;
  private final ScriptHost host;
  private final @Nullable Object[] locals;
  private @Nullable RubyMatch lastMatch;

  Frame(Scope scope, ScriptHost host, int locals) {
    this.scope = scope;
    this.host = host;
    this.locals = new Object[locals];
  }

  ScriptHost host() {
    return host;
  }

  @Nullable Object variable(int slot) {
    return scope.value(slot);
  }

  @Nullable Object local(int slot) {
    return locals[slot];
  }

  @Nullable Object setLocal(int slot, @Nullable Object value) {
    locals[slot] = value;
    return value;
  }

  /** The last successful match, Ruby's {@code $~}; absent after one that failed. */
  Optional<RubyMatch> lastMatch() {
    return Optional.ofNullable(lastMatch);
  }

  void setLastMatch(Optional<RubyMatch> match) {
    lastMatch = match.orElse(null);
  }
}
