package io.millrace.plugins.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The token we show to the API. A kubelet replaces the file well before a token ends, so it is read
 * again every minute, and at once when the API refuses the token. Safe for use by several threads.
 */
final class BearerToken {
  private static final Duration FRESH = Duration.ofSeconds(60);
  private static final long MAX_BYTES = 64 << 10;

  private final Optional<Path> file;
  private final InstantSource clock;
  private String token = ""; // guarded by this
  private Instant readAgain = Instant.MIN; // guarded by this

  BearerToken(Optional<Path> file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * The token to show; empty to show none.
   *
   * @throws IOException if the file cannot be read and never could
   */
  synchronized Optional<String> current() throws IOException {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!now.isBefore(readAgain)) {
      read(file.get());
      readAgain = now.plus(FRESH);
    }
    return Optional.of(token);
  }

  private void read(Path path) throws IOException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException("it is longer than " + MAX_BYTES + " bytes");
      }
      String text = Files.readString(path).strip();
      if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
        throw new IOException("it holds no token");
      }
      token = text;
    } catch (IOException e) {
      if (token.isEmpty()) { // else the old one may still do
        throw new IOException("cannot read bearer_token_file " + path + ": " + e, e);
      }
    }
  }

  /** The API does not accept the token: the next call reads the file. */
  synchronized void refused() {
    readAgain = Instant.MIN;
  }
}
