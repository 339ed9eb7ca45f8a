package io.millrace.plugins.aws.s3;

import io.millrace.api.Child;
import io.millrace.api.Formatter;
import io.millrace.api.Include;
import io.millrace.api.InjectConfig;
import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.plugins.aws.CredentialSettings;
import io.millrace.plugins.aws.TransportSettings;
import java.time.Duration;
import java.util.Optional;

/** Everything a {@code <match>} of {@code @type s3} may contain. Knows no class of the AWS SDK. */
public record S3Config(
    @Include BucketSettings bucket,
    @Include KeySettings key,
    @Include ObjectSettings object,
    @Include CredentialSettings credentials,
    @Include TransportSettings transport,
    @Param(
            doc = "What a chunk is stored as: gzip, gzip_command, json, text, zstd, lzo or lzma2.",
            def = "gzip")
        String storeAs,
    @Param(doc = "Arguments of the command that compresses, for gzip_command, lzo and lzma2.")
        Optional<String> commandParameter,
    @Section(doc = "Settings of the compression.") CompressSettings compress,
    @Param(doc = "Warn of an object whose time slice begins longer ago than this.")
        Optional<Duration> warnForDelay,
    @Section(doc = "Fields to add to each record.") Optional<InjectConfig> inject,
    @Section(doc = "How events are written.", defaults = "@type out_file")
        Child<Formatter> format) {

  /** Settings of the compression. */
  public record CompressSettings(@Param(doc = "Level of zstd, 1 to 22.", def = "3") int level) {
    private static final int HIGHEST = 22;

    /** Refuses a level that there is not. */
    public CompressSettings {
      if (level < 1 || level > HIGHEST) {
        throw new IllegalArgumentException(
            "level of <compress> is " + level + ", but zstd has the levels 1 to " + HIGHEST);
      }
    }
  }

  /** Refuses to send a customer's key in clear. */
  public S3Config {
    if (object.sseCustomerKey().isPresent()
        && bucket.s3Endpoint().filter(url -> url.startsWith("http:")).isPresent()) {
      throw new IllegalArgumentException(
          "sse_customer_key must not be sent unencrypted, but s3_endpoint is '"
              + bucket.s3Endpoint().get()
              + "'; use an https URL");
    }
  }
}
