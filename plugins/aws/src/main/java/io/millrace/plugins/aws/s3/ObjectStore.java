package io.millrace.plugins.aws.s3;

import java.io.IOException;

/**
 * A bucket. Safe for use by several threads. What fails throws {@link StoreFailure}.
 *
 * <p>The line between the classes that know the AWS SDK and those that do not: the plugin holds
 * this type, so that loading it does not load the SDK.
 */
interface ObjectStore extends AutoCloseable {
  /** Makes sure of the bucket, as the settings say: that it exists and may be used. */
  void prepare();

  /** Whether there is an object of this key. */
  boolean exists(String key);

  /** Whether there is an object of this key with exactly these bytes, as far as one can tell. */
  boolean holds(String key, ObjectBody body) throws IOException;

  /** Stores an object; one that is there is replaced. */
  void put(String key, Upload upload);

  /**
   * Stores an object unless there is one of this key.
   *
   * @return false if there was one, so that nothing was stored
   */
  boolean putIfAbsent(String key, Upload upload) throws IOException;

  @Override
  void close();
}
