package io.millrace.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes that choose what is evaluated. */
final class ControlFlow {

  /**
   * One {@code when}.
   *
   * @param patterns any of them may match
   * @param body what is evaluated then
   */
  record When(List<Node> patterns, Node body) {}

  /**
   * One {@code rescue}.
   *
   * @param classes names of the errors it catches
   * @param slot the variable that gets the error; below zero for none
   * @param body what is evaluated then
   */
  record Rescue(List<String> classes, int slot, Node body) {

    boolean catches(ExpressionException e) {
      return classes.stream().anyMatch(name -> RubyError.isA(e.errorClass(), name));
    }
  }

  private ControlFlow() {}

  static Node constant(@Nullable Object value) {
    return frame -> value;
  }

  static Node sequence(List<Node> nodes) {
    if (nodes.size() == 1) {
      return nodes.get(0);
    }
    Node[] all = nodes.toArray(new Node[0]);
    return frame -> {
      Object last = null;
      for (Node node : all) {
        last = node.eval(frame);
      }
      return last;
    };
  }

  static Node choice(Node condition, Node then, Node otherwise) {
    return frame -> Values.truthy(condition.eval(frame)) ? then.eval(frame) : otherwise.eval(frame);
  }

  static Node not(Node value) {
    return frame -> !Values.truthy(value.eval(frame));
  }

  /** {@code case subject when ...}. */
  static Node select(Node subject, List<When> whens, Node otherwise) {
    return frame -> {
      Object value = subject.eval(frame);
      for (When when : whens) {
        for (Node pattern : when.patterns()) {
          if (Values.matches(pattern.eval(frame), value, frame)) {
            return when.body().eval(frame);
          }
        }
      }
      return otherwise.eval(frame);
    };
  }

  /** {@code case when ...}, without a subject. */
  static Node selectTrue(List<When> whens, Node otherwise) {
    return frame -> {
      for (When when : whens) {
        for (Node pattern : when.patterns()) {
          if (Values.truthy(pattern.eval(frame))) {
            return when.body().eval(frame);
          }
        }
      }
      return otherwise.eval(frame);
    };
  }

  static Node rescued(Node body, List<Rescue> rescues) {
    return frame -> {
      try {
        return body.eval(frame);
      } catch (ExpressionException e) {
        for (Rescue rescue : rescues) {
          if (rescue.catches(e)) {
            if (rescue.slot() >= 0) {
              frame.setLocal(rescue.slot(), e.error());
            }
            return rescue.body().eval(frame);
          }
        }
        throw e;
      }
    };
  }

  static Node ensured(Node body, Node last) {
    return frame -> {
      try {
        return body.eval(frame);
      } finally {
        Object unused = last.eval(frame);
      }
    };
  }

  static Node raising(String errorClass, String message) {
    return frame -> {
      throw new ExpressionException(errorClass, message);
    };
  }
}
