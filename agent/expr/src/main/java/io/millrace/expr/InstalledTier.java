package io.millrace.expr;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The second tier of this installation, looked for when the first expression needs it. It is on the
 * class path, or in a directory of its own: the one that the property {@value #DIRECTORY} names,
 * else {@code ruby} beside the library this class is in. Nothing of it is opened before that, so a
 * configuration that never needs it does not pay for it.
 */
final class InstalledTier {

  /** System property: the directory with the libraries of the second tier. */
  static final String DIRECTORY = "millrace.ruby.dir";

  /** What a user does to get one. */
  static final String HINT =
      "the compiled subset of Ruby does not have it. To run the expression with JRuby, put"
          + " millrace-plugins-ruby and jruby-complete (lib/ruby of the distribution) into a"
          + " directory `ruby' beside the agent's libraries, or name the directory with"
          + " MILLRACE_JAVA_OPTS=-D"
          + DIRECTORY
          + "=DIR";

  private static final class Holder {
    static final Optional<ExpressionTier> TIER = find();
  }

  private InstalledTier() {}

  /** The tier, if one is installed. */
  static Optional<ExpressionTier> get() {
    return Holder.TIER;
  }

  private static Optional<ExpressionTier> find() {
    ClassLoader here = ExpressionTier.class.getClassLoader();
    return ServiceLoader.load(ExpressionTier.class, here)
        .findFirst()
        .or(() -> directory().flatMap(directory -> in(directory, here)));
  }

  private static Optional<Path> directory() {
    String named = System.getProperty(DIRECTORY);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    CodeSource source = ExpressionTier.class.getProtectionDomain().getCodeSource();
    return source == null
        ? Optional.empty()
        : Optional.of(new File(source.getLocation().getPath()).toPath().resolveSibling("ruby"));
  }

  /** The tier in the jars of a directory. */
  static Optional<ExpressionTier> in(Path directory, ClassLoader parent) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(url(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    // Stays open: the interpreter loads classes from it as long as the process lives.
    ClassLoader loader = new URLClassLoader("ruby", jars.toArray(new URL[0]), parent);
    return ServiceLoader.load(ExpressionTier.class, loader).findFirst();
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
