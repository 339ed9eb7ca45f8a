package io.millrace.testkit;

import io.millrace.net.forward.ForwardClient.Credentials;

/** Security sections of a forward input whose key is {@code common}, and who gets in. */
public final class ForwardSecurity {
  /** A section that welcomes one network only, which no test has. */
  public static final String ELSEWHERE =
      section("allow_anonymous_source false", "<client>", "network 10.1.2.0/24", "</client>");

  private ForwardSecurity() {}

  /** The section with these lines besides its name and key. */
  public static String section(String... lines) {
    return "<security>\nself_hostname gate\nshared_key common\n"
        + String.join("\n", lines)
        + "\n</security>\n";
  }

  /** A user for {@link #section}. */
  public static String user(String name, String password) {
    return "<user>\nusername " + name + "\npassword " + password + "\n</user>";
  }

  /** A sender that knows the key, and names no user. */
  public static Credentials withKey() {
    return new Credentials("node", "common", "", "");
  }
}
