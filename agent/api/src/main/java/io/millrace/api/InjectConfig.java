package io.millrace.api;

import java.util.Optional;

/**
 * The {@code <inject>} section: what is added to each record before it is formatted.
 *
 * <p>Source: Fluentd's inject helper.
 */
public record InjectConfig(
    @Param(doc = "Field that takes the name of this machine.") Optional<String> hostnameKey,
    @Param(doc = "Name to use instead of this machine's.") Optional<String> hostname,
    @Param(doc = "Field that takes the number of the worker.") Optional<String> workerIdKey,
    @Param(doc = "Field that takes the tag.") Optional<String> tagKey,
    @Param(doc = "Field that takes the time.") Optional<String> timeKey,
    @Param(
            doc =
                "What the time is written as: float, unixtime, unixtime_millis, unixtime_micros,"
                    + " unixtime_nanos or string.",
            def = "float")
        TimeForm timeType,
    @Include TimeFormatSettings time) {
  /** Adds nothing. */
  public static final InjectConfig NONE =
      new InjectConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          TimeForm.FLOAT,
          TimeFormatSettings.DEFAULT);

  /** Forms of the injected time. */
  public enum TimeForm {
    /** Seconds as a float, cut to microseconds. */
    FLOAT,
    /** Whole seconds. */
    UNIXTIME,
    /** Whole milliseconds. */
    UNIXTIME_MILLIS,
    /** Whole microseconds. */
    UNIXTIME_MICROS,
    /** Nanoseconds. */
    UNIXTIME_NANOS,
    /** Text in {@code time_format}. */
    STRING
  }

  /** Whether nothing is added. */
  public boolean isEmpty() {
    return hostnameKey.isEmpty() && workerIdKey.isEmpty() && tagKey.isEmpty() && timeKey.isEmpty();
  }
}
