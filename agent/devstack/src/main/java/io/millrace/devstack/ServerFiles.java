package io.millrace.devstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the class path of a server. Each server is a module of its own beside this one, whose build
 * writes the class path into its {@code target} folder; the jars stay in the local Maven
 * repository, so nothing is downloaded or copied at run time.
 */
final class ServerFiles {
  /** Names the folder that holds the server modules, when it is not beside this class. */
  static final String FOLDER_PROPERTY = "millrace.devstack.servers";

  private static final String REMEDY =
      "Run 'mvn -pl agent/devstack -am process-classes' in the source checkout.";

  private ServerFiles() {}

  /**
   * The class path of the server in module {@code name}.
   *
   * @throws IllegalStateException when the module was not built, or its jars were removed since
   */
  static String classPath(String name) {
    Path target = folder().resolve(name).resolve("target");
    Path dependencies = target.resolve("server.classpath");
    if (!Files.isRegularFile(dependencies)) {
      throw new IllegalStateException(
          "The development stack's %s server is not built: expected its class path in %s. %s"
              .formatted(name, dependencies, REMEDY));
    }
    try {
      String jars = Files.readString(dependencies).strip();
      requireAll(name, jars);
      return target.resolve("classes") + File.pathSeparator + jars;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + dependencies, e);
    }
  }

  private static void requireAll(String name, String jars) {
    for (String jar : jars.split(File.pathSeparator)) {
      if (!Files.isRegularFile(Path.of(jar))) {
        throw new IllegalStateException(
            "The development stack's %s server needs %s, which is not there any more. %s"
                .formatted(name, jar, REMEDY));
      }
    }
  }

  private static Path folder() {
    String configured = System.getProperty(FOLDER_PROPERTY, "");
    if (!configured.isEmpty()) {
      return Path.of(configured);
    }
    try {
      // <module>/target/classes while Maven builds, <module>/target/<artifact>.jar afterwards
      Path code =
          Path.of(ServerFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolveSibling("..").resolve("servers").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("This class was not loaded from a file", e);
    }
  }
}
