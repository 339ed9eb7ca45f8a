package io.millrace.plugins.aws.s3;

import io.millrace.event.ByteArraySink;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that were made for the upload: in memory if there are few, else in a temporary file. */
final class ScratchBody {
  /** Largest chunk, in bytes, whose object is made in memory: what one flush thread may hold. */
  private static final long IN_MEMORY = 1 << 20;

  private ScratchBody() {}

  /** Writes the bytes of a body. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /** What {@code writer} writes, of a chunk of {@code chunkSize} bytes. */
  static ObjectBody make(long chunkSize, Writer writer) throws IOException {
    return chunkSize <= IN_MEMORY ? inMemory(writer) : inFile(writer);
  }

  private static ObjectBody inMemory(Writer writer) throws IOException {
    SinkStream out = new SinkStream();
    writer.write(out);
    return new MemoryBody(out.sink);
  }

  private static ObjectBody inFile(Writer writer) throws IOException {
    Path file = temporary();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      writer.write(out);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return new FileBody(file, Files.size(file));
  }

  /** A new temporary file, readable by this user only. */
  static Path temporary() throws IOException {
    return Files.createTempFile("s3-", ".tmp");
  }

  private record MemoryBody(ByteArraySink bytes) implements ObjectBody {
    @Override
    public long length() {
      return bytes.size();
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes.array(), 0, bytes.size());
    }

    @Override
    public void close() {}
  }

  /** A temporary file, deleted when the body is closed. */
  record FileBody(Path file, long length) implements ObjectBody {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  private static final class SinkStream extends OutputStream {
    final ByteArraySink sink = new ByteArraySink(1 << 14);

    @Override
    public void write(int value) {
      sink.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sink.write(bytes, offset, length);
    }
  }
}
