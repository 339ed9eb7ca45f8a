package io.millrace.engine.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.RetryableException;
import io.millrace.api.UnrecoverableException;
import io.millrace.event.MalformedPackException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which errors no retry helps. */
class FailurePolicyTest {
  static Stream<Throwable> unrecoverable() {
    return Stream.of(
        new UnrecoverableException("asked for"),
        new IllegalArgumentException("argument"),
        new NumberFormatException("argument"),
        new ClassCastException("type"),
        new NullPointerException("missing method"),
        new UnsupportedOperationException("missing method"),
        new MalformedPackException("unpacking"),
        new MalformedInputException(1));
  }

  static Stream<Throwable> recoverable() {
    return Stream.of(
        new IOException("disk"),
        new TimeoutException("late"),
        new RetryableException("503", "busy", new IOException()),
        new IllegalStateException("unknown"),
        new RuntimeException("unknown"));
  }

  @ParameterizedTest
  @MethodSource("unrecoverable")
  void typeArgumentUnpackingAndEncodingErrorsAreNotTriedAgain(Throwable error) {
    assertThat(FailurePolicy.isUnrecoverable(error)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("recoverable")
  void everythingElseIs(Throwable error) {
    assertThat(FailurePolicy.isUnrecoverable(error)).isFalse();
  }
}
