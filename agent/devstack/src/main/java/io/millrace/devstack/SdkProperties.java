package io.millrace.devstack;

import java.util.ArrayList;
import java.util.List;

/**
 * System properties of this JVM that the AWS SDK reads, until this is closed: then those that were
 * set here are gone. For one thread, as system properties are for one test at a time.
 */
public final class SdkProperties implements AutoCloseable {
  private final List<String> names = new ArrayList<>();

  /** The SDK finds these credentials. */
  public SdkProperties credentials(DevCredentials keys) {
    set("aws.accessKeyId", keys.accessKeyId());
    set("aws.secretAccessKey", keys.secretAccessKey());
    keys.sessionToken().ifPresent(token -> set("aws.sessionToken", token));
    return this;
  }

  /** The SDK finds this setting. */
  public SdkProperties set(String name, String value) {
    names.add(name);
    System.setProperty(name, value);
    return this;
  }

  @Override
  public void close() {
    names.forEach(System::clearProperty);
  }
}
