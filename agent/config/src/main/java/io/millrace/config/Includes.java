package io.millrace.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files an {@code @include} names, relative to the file that holds it, and reads each in
 * place; downloads what has an {@code http} or {@code https} URL. A name or pattern that nothing
 * matches is ignored, as in Fluentd.
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

  void include(String uri, Target target, SourceLocation location) throws IncludeException {
    Matcher scheme = SCHEME.matcher(uri);
    String name = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "file";
    try {
      switch (name) {
        case "file" -> local(uri, scheme.matches() ? withoutScheme(uri) : uri, target, location);
        case "http", "https" -> files.readRemote(new URI(uri), target);
        default ->
            throw new IncludeException(
                "files are not read over "
                    + name
                    + ", only over http and https; fetch it first and include it by its path");
      }
    } catch (NoSuchFileException e) {
      throw new IncludeException("no such file: " + e.getFile());
    } catch (IOException e) {
      throw new IncludeException(String.valueOf(e.getMessage()));
    } catch (URISyntaxException e) {
      throw new IncludeException("bad URI: " + e.getMessage());
    }
  }

  private void local(String uri, String path, Target target, SourceLocation location)
      throws IOException, IncludeException {
    for (Path file : find(path)) {
      if (uri.endsWith("*.conf") && BACKUP.matcher(file.getFileName().toString()).matches()) {
        files.warn(
            location
                + ": There is a possibility that '@include "
                + uri
                + "' includes duplicated backed-up config file such as "
                + file);
      }
      files.readInto(file, target);
    }
  }

  private List<Path> find(String path) throws IncludeException {
    try {
      return FileGlob.expand(directory.resolve(decoded(path)));
    } catch (InvalidPathException | UncheckedIOException e) {
      throw new IncludeException(String.valueOf(e.getMessage()));
    }
  }

  private static String withoutScheme(String uri) {
    return uri.substring("file:".length()).replaceFirst("^//(?=/)", "");
  }

  /** The path a URI means: blanks and plus signs are blanks, {@code %20} is decoded. */
  private static String decoded(String path) throws IncludeException {
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
