package io.millrace.plugins.aws.s3;

import io.millrace.api.BufferDefaults;
import io.millrace.api.OutputFactory;
import java.util.List;
import java.util.Map;

/** {@code @type s3}. Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
public final class S3OutputFactory extends OutputFactory<S3Config> {
  /** One chunk a day. */
  static final BufferDefaults BY_DAY =
      new BufferDefaults(List.of("time"), Map.of("timekey", "86400"));

  /** For the service loader. */
  public S3OutputFactory() {
    super(
        "s3",
        "Store chunks as objects in Amazon S3 or a store that speaks its protocol.",
        S3Config.class,
        S3Output::new);
  }

  @Override
  public BufferDefaults bufferDefaults(S3Config config) {
    return BY_DAY;
  }
}
