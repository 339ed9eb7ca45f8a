package io.millrace.engine.check;

import io.millrace.config.Parameter;
import java.util.List;

/**
 * {@code buffer-in-tmp}: chunks on disk, but where a restart of the machine or the container, or a
 * cleaner of temporary files, removes them.
 */
final class TemporaryBufferRule implements Rule {

  private static final List<String> TEMPORARY =
      List.of("/tmp/", "/var/tmp/", "/dev/shm/", "/run/", "/var/run/");

  /** Whether a path is in a directory that is emptied now and then. */
  static boolean isTemporary(String path) {
    return TEMPORARY.stream().anyMatch(path::startsWith);
  }

  @Override
  public String code() {
    return "buffer-in-tmp";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (CheckedSection output : config.sections("output")) {
      output
          .buffer()
          .filter(buffer -> !buffer.inMemory())
          .ifPresent(buffer -> check(buffer, findings));
    }
  }

  private void check(CheckedBuffer buffer, Findings findings) {
    String path = buffer.section().peek("path").map(Parameter::text).orElse("");
    if (isTemporary(path)) {
      findings.warn(
          this,
          buffer.location("path"),
          "the buffer is in "
              + path
              + ", which is emptied when the machine or the container"
              + " restarts, or when temporary files are cleaned: what was acknowledged is lost"
              + " then",
          "put it on a disk that survives restarts, such as below /var/lib or /var/log");
    }
  }
}
