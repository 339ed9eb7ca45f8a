package io.millrace.plugins.aws;

import java.util.regex.Pattern;

/** Names of STS sessions: 2 to 64 of the characters that STS allows. */
final class SessionName {
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^\\w+=,.@-]");
  private static final int LONGEST = 64;

  private SessionName() {}

  /** {@code wanted}, made one that STS accepts. */
  static String of(String wanted) {
    String name = NOT_ALLOWED.matcher(wanted).replaceAll("-");
    if (name.length() > LONGEST) {
      return name.substring(0, LONGEST);
    }
    return name.length() < 2 ? name + "-".repeat(2 - name.length()) : name;
  }
}
