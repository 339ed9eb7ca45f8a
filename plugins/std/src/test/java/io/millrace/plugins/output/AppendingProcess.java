package io.millrace.plugins.output;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process that has the lock of a file until it has appended a line to it. */
final class AppendingProcess implements AutoCloseable {
  private final Process process;

  private AppendingProcess(Process process) {
    this.process = process;
  }

  /** Starts it; it has the lock when this returns. */
  static AppendingProcess hold(Path file) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String location =
        AppendingProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Process process =
        new ProcessBuilder(java, "-cp", location, AppendingProcess.class.getName(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.inputReader(StandardCharsets.UTF_8).readLine() == null) {
      throw new IOException("the process did not start");
    }
    return new AppendingProcess(process);
  }

  /** Has it append {@code line}, and end. */
  void append(String line) {
    try (PrintStream in =
        new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      in.println(line);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** The other process. */
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (FileChannel file =
            FileChannel.open(
                Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8)) {
      file.lock();
      out.println("locked");
      file.write(ByteBuffer.wrap((in.readLine() + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }
}
