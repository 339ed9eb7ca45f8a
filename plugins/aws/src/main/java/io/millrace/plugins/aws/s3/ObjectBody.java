package io.millrace.plugins.aws.s3;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an object to be. May be read several times; closing it frees what it holds. */
interface ObjectBody extends AutoCloseable {
  /** Number of bytes. */
  long length();

  /** The bytes from the start. */
  InputStream open() throws IOException;

  @Override
  void close() throws IOException;
}
