package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import java.io.IOException;

/** Makes the bytes of an object of a chunk. Safe for use by several threads. */
interface Compressor {
  /** What {@code %{file_extension}} stands for. */
  String extension();

  /** Content type of the objects. */
  String contentType();

  /** The object of {@code chunk}; the caller closes it. */
  ObjectBody compress(Chunk chunk) throws IOException;
}
