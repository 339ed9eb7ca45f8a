package io.millrace.app.command;

import java.io.InputStream;
import java.io.PrintStream;

/** Where a command reads and writes: the process's standard streams, or a test's. */
public record Console(InputStream in, PrintStream out, PrintStream err) {
  /** The standard streams of this process. */
  public static Console ofProcess() {
    return new Console(System.in, System.out, System.err);
  }
}
