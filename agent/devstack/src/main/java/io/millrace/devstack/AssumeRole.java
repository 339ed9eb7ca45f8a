package io.millrace.devstack;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of {@code AssumeRole}, checked. Source: "AWS Security Token Service API Reference,
 * AssumeRole".
 *
 * @param roleArn the role to take on
 * @param roleName its name
 * @param sessionName the caller's name for the session
 * @param duration how long the credentials shall last
 */
record AssumeRole(String roleArn, String roleName, String sessionName, Duration duration) {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[\\w-]*:iam::\\d{12}:role/(?:.+/)?(.+)");
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;
  private static final String DEFAULT_SECONDS = "3600";

  /**
   * Reads and checks the parameters of a request.
   *
   * @throws AwsRefusal with {@code ValidationError} for the first parameter that is wrong, and
   *     {@code AccessDenied} when the role does not trust this caller
   */
  static AssumeRole read(
      Map<String, String> parameters, DevSts.Options options, DevCredentials caller) {
    String roleArn = required(parameters, "RoleArn", "roleArn");
    String sessionName = required(parameters, "RoleSessionName", "roleSessionName");
    Matcher role = ROLE.matcher(roleArn);
    if (!role.matches()) {
      throw invalid(roleArn + " is invalid");
    }
    if (!SESSION_NAME.matcher(sessionName).matches()) {
      throw constraint(
          sessionName, "roleSessionName", "satisfy regular expression pattern: [\\w+=,.@-]{2,64}");
    }
    Duration duration = duration(parameters.getOrDefault("DurationSeconds", DEFAULT_SECONDS));
    if (!options.roleArn().equals(roleArn)
        || options
            .externalId()
            .filter(id -> !id.equals(parameters.get("ExternalId")))
            .isPresent()) {
      throw new AwsRefusal(
          403,
          "AccessDenied",
          ("User: arn:aws:iam::123456789012:user/%s is not authorized to perform:"
                  + " sts:AssumeRole on resource: %s")
              .formatted(caller.accessKeyId(), roleArn));
    }
    return new AssumeRole(roleArn, role.group(1), sessionName, duration);
  }

  private static Duration duration(String text) {
    int seconds;
    try {
      seconds = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw constraint(text, "durationSeconds", "be a number");
    }
    if (seconds < MIN_SECONDS) {
      throw constraint(
          text, "durationSeconds", "have value greater than or equal to " + MIN_SECONDS);
    }
    if (seconds > MAX_SECONDS) {
      throw constraint(text, "durationSeconds", "have value less than or equal to " + MAX_SECONDS);
    }
    return Duration.ofSeconds(seconds);
  }

  private static String required(Map<String, String> parameters, String name, String member) {
    String value = parameters.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw constraint("null", member, "not be null");
    }
    return value;
  }

  private static AwsRefusal constraint(String value, String member, String rule) {
    return invalid(
        ("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint:"
                + " Member must %s")
            .formatted(value, member, rule));
  }

  private static AwsRefusal invalid(String message) {
    return new AwsRefusal(400, "ValidationError", message);
  }
}
