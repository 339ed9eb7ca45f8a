package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import java.io.IOException;
import java.io.InputStream;

/** A chunk's bytes as they are stored: nothing is copied. */
record StoredBody(Chunk chunk) implements ObjectBody {
  @Override
  public long length() {
    return chunk.size();
  }

  @Override
  public InputStream open() throws IOException {
    return chunk.openStored();
  }

  @Override
  public void close() {}
}
