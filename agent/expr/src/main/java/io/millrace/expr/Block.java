package io.millrace.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block given to a method. */
@FunctionalInterface
interface Block {

  @Nullable Object call(@Nullable Object... values);

  /**
   * A block with parameters in the frame's slots. One array passed to several parameters is spread
   * over them, as Ruby does.
   */
  static Block of(Frame frame, List<BlockParameter> parameters, Node body) {
    return values -> {
      @Nullable Object[] given = values;
      if (parameters.size() > 1 && values.length == 1 && values[0] instanceof List<?> list) {
        given = list.toArray();
      }
      for (int i = 0; i < parameters.size(); i++) {
        parameters.get(i).assign(frame, i < given.length ? given[i] : null);
      }
      try {
        return body.eval(frame);
      } catch (NextSignal next) {
        return next.value();
      }
    };
  }
}
