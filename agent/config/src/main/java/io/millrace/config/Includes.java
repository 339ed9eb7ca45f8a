package io.millrace.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the files an {@code @include} names, relative to the file that holds it, and reads each in
 * place. A name or pattern that nothing matches is ignored, as in Fluentd.
 */
final class Includes {

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final Pattern BACKUP =
      Pattern.compile(".*[._](bak|old|backup|orig|prev|conf|tmp|temp|debug|wip)\\.conf");

  private final ConfigFiles files;
  private final Path directory;

  /**
   * Resolves the includes of one file.
   *
   * @param files reads the files
   * @param directory where relative names start
   */
  Includes(ConfigFiles files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  void include(String uri, ConfigElement.Builder element, String section, SourceLocation location)
      throws IncludeException {
    for (Path file : find(uri)) {
      if (uri.endsWith("*.conf") && BACKUP.matcher(file.getFileName().toString()).matches()) {
        files.warn(
            location
                + ": There is a possibility that '@include "
                + uri
                + "' includes duplicated backed-up config file such as "
                + file);
      }
      try {
        files.readInto(file, element, section);
      } catch (NoSuchFileException e) {
        throw new IncludeException("no such file: " + file);
      } catch (IOException e) {
        throw new IncludeException(String.valueOf(e.getMessage()));
      }
    }
  }

  private List<Path> find(String uri) throws IncludeException {
    try {
      return FileGlob.expand(directory.resolve(path(uri)));
    } catch (InvalidPathException | UncheckedIOException e) {
      throw new IncludeException(String.valueOf(e.getMessage()));
    }
  }

  /** The path a URI means: blanks and plus signs are blanks, {@code %20} is decoded. */
  private static String path(String uri) throws IncludeException {
    var scheme = SCHEME.matcher(uri);
    String path = uri;
    if (scheme.matches()) {
      if (!scheme.group(1).equals("file")) {
        throw new IncludeException(
            "files are not downloaded; fetch it first and include it by its path");
      }
      path = uri.substring("file:".length()).replaceFirst("^//(?=/)", "");
    }
    try {
      return URLDecoder.decode(path, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IncludeException("bad URI: " + e.getMessage());
    }
  }

  /** What is read so far, for messages about files that include each other. */
  static IncludeException cycle(List<Path> reading, Path file) {
    return new IncludeException(
        file + " includes itself, by way of " + reading.get(reading.size() - 1));
  }
}
