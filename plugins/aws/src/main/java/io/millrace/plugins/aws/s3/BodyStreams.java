package io.millrace.plugins.aws.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The streams of one request's body: the SDK asks for one for each try and each checksum. Not safe
 * for use by several threads.
 */
final class BodyStreams implements ContentStreamProvider, AutoCloseable {
  private final ObjectBody body;
  private @Nullable InputStream open;

  BodyStreams(ObjectBody body) {
    this.body = body;
  }

  @Override
  public InputStream newStream() {
    close();
    try {
      InputStream stream = body.open();
      open = stream;
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the object to upload: " + e, e);
    }
  }

  @Override
  public void close() {
    InputStream last = open;
    open = null;
    if (last != null) {
      try {
        last.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close the object to upload: " + e, e);
      }
    }
  }
}
