package io.millrace.engine.flush;

import io.millrace.api.UnrecoverableException;
import io.millrace.event.MalformedPackException;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/**
 * Which failures of a delivery make another try pointless. Everything unknown is tried again.
 *
 * <p>Source: Fluentd's unrecoverable errors: type, argument, missing method, unpacking and encoding
 * errors.
 */
final class FailurePolicy {
  private static final List<Class<? extends Throwable>> UNRECOVERABLE =
      List.of(
          UnrecoverableException.class,
          IllegalArgumentException.class,
          ClassCastException.class,
          NullPointerException.class,
          UnsupportedOperationException.class,
          MalformedPackException.class,
          CharacterCodingException.class);

  private FailurePolicy() {}

  /** Whether another try is pointless. */
  static boolean isUnrecoverable(Throwable error) {
    return UNRECOVERABLE.stream().anyMatch(type -> type.isInstance(error));
  }
}
