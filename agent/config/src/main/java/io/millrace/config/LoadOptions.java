package io.millrace.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a configuration is read.
 *
 * @param format {@code --config-file-type}
 * @param encoding {@code --conf-encoding}; of the main file only
 * @param inline {@code --inline-config}, read behind the file; {@code \n} in it is a line end
 */
public record LoadOptions(Format format, Charset encoding, Optional<String> inline) {

  /** The format by the file's extension, UTF-8, nothing inline. */
  public static final LoadOptions DEFAULT =
      new LoadOptions(Format.GUESS, StandardCharsets.UTF_8, Optional.empty());

  /** The formats of configuration files. */
  public enum Format {
    /** By the extension: {@code .yaml} and {@code .yml} are YAML, all others are version 1. */
    GUESS,
    /** Version 1, whatever the file is called. */
    V1,

    /** The line format of Fluentd before version 1, {@code --use-v0-config}. */
    V0,

    /** YAML, whatever the file is called. */
    YAML
  }
}
