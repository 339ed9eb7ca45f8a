package io.millrace.app;

import io.millrace.app.command.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code --setup DIR}: a sample configuration and a directory for plugins. */
final class Setup {
  private static final String SAMPLE = "sample.conf";

  private Setup() {}

  /** Writes both below {@code directory}; a configuration that is there is left as it is. */
  static int run(Path directory, Console console) {
    Path file = directory.resolve("fluent.conf");
    try {
      Files.createDirectories(directory.resolve("plugin"));
      if (Files.exists(file)) {
        console.out().println(file + " already exists.");
        return 0;
      }
      try (InputStream sample = Setup.class.getResourceAsStream(SAMPLE)) {
        if (sample == null) {
          throw new IllegalStateException("the resource " + SAMPLE + " is missing");
        }
        Files.copy(sample, file);
      }
      console.out().println("Installed " + file + ".");
      return 0;
    } catch (IOException e) {
      console.err().println("Error: --setup " + directory + ": cannot be written: " + e);
      return 1;
    }
  }
}
