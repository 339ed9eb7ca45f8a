package io.millrace.api;

import java.util.Optional;

/**
 * One destination that service discovery found.
 *
 * @param name what messages call it, and the name that its certificate is for if the host is an
 *     address
 * @param weight its part of the work, relative to the others' weights; 0 for none
 * @param standby whether it works only while others cannot
 * @param sharedKey its own key, where the destination asks for one
 * @param username user to show to it; may be empty
 * @param password of that user; may be empty
 */
public record Service(
    String host,
    int port,
    Optional<String> name,
    int weight,
    boolean standby,
    Optional<String> sharedKey,
    String username,
    String password) {
  /** Weight where none is given. */
  public static final int DEFAULT_WEIGHT = 60;

  /** The name, or the host. */
  public String displayName() {
    return name.orElse(host);
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return displayName() + " " + host + ":" + port;
  }
}
