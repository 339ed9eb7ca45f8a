package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Compresses with a command that reads the chunk on its standard input and writes the object on its
 * standard output. A command that fails fails the delivery: half an object is never sent.
 */
record CommandCompressor(String extension, String contentType, List<String> command)
    implements Compressor {
  private static final long LONGEST_MINUTES = 10;

  @Override
  public ObjectBody compress(Chunk chunk) throws IOException {
    Path file = ScratchBody.temporary();
    try {
      run(chunk, file);
      return new ScratchBody.FileBody(file, Files.size(file));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private void run(Chunk chunk, Path file) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      feed(chunk, process);
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(
            "the command " + command + " did not end within " + LONGEST_MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the command " + command, e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException("the command " + command + " ended with status " + process.exitValue());
    }
  }

  private static void feed(Chunk chunk, Process process) throws IOException {
    try (InputStream in = chunk.open();
        OutputStream out = process.getOutputStream()) {
      StreamCompressor.copy(in, out);
    }
  }
}
