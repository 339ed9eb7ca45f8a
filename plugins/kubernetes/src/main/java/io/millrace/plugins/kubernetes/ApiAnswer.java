package io.millrace.plugins.kubernetes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * The body of an answer, while it is read. Closed by its reader, or by another thread when the
 * reader's time is over; then the reader's next read fails.
 */
final class ApiAnswer implements Closeable {
  private final InputStream body;
  private final long deadline;
  private final Consumer<ApiAnswer> onClose;

  /** Ends at {@code deadline}, a {@link System#nanoTime}. */
  ApiAnswer(InputStream body, long deadline, Consumer<ApiAnswer> onClose) {
    this.body = body;
    this.deadline = deadline;
    this.onClose = onClose;
  }

  InputStream body() {
    return body;
  }

  boolean late() {
    return System.nanoTime() - deadline > 0;
  }

  @Override
  public void close() throws IOException {
    onClose.accept(this);
    body.close();
  }
}
