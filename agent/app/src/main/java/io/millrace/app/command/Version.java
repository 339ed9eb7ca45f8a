package io.millrace.app.command;

import java.util.Optional;

/** Which version this is. */
public final class Version {
  private Version() {}

  /** Number of the version; {@code development} if it was not built as a distribution. */
  public static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** What {@code --version} prints. */
  public static String sentence() {
    return "millrace " + number() + " (configuration and protocol of fluentd 1.19)";
  }
}
