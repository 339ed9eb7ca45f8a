package io.millrace.plugins.output;

import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.api.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The path of {@code @type file} with everything Fluentd adds to it: the time slice, a place for an
 * index, the suffixes.
 *
 * <p>Source: Fluentd's out_file, generate_path_template.
 */
final class FilePath {
  /** Where the index goes, in a path of files that are not appended to. */
  private static final String INDEX = "_**";

  private static final Pattern DIRECTIVE = Pattern.compile("%.");

  private FilePath() {}

  /**
   * The template of file names for chunks with {@code keys}.
   *
   * @throws ConfigException if the path does not go with the chunk keys
   */
  static Template template(FileOutput.Config config, ChunkKeys keys) {
    String path = config.path();
    String index = config.append() ? "" : INDEX;
    String compression = config.compress().suffix();
    String suffix = (config.addPathSuffix() ? config.pathSuffix() : "") + compression;
    Optional<String> slice =
        keys.timekey().map(key -> config.timeSliceFormat().orElseGet(() -> slice(key)));
    if (path.contains("*")) {
      String text =
          slice.orElseThrow(
              () ->
                  new ConfigException(
                      "path including '*' must be used with buffer chunk key 'time': " + path));
      return Template.of(path.replace("*", text + index) + compression);
    }
    if (slice.isEmpty() || (config.timeSliceFormat().isEmpty() && hasTime(path, slice.get()))) {
      return Template.of(path + index + suffix);
    }
    return Template.of(path + "." + slice.get() + index + suffix);
  }

  /** {@code path}, expanded from a template of files that are not appended to, with its index. */
  static String indexed(String path, int index) {
    int at = path.indexOf(INDEX);
    return path.substring(0, at) + "_" + index + path.substring(at + INDEX.length());
  }

  /** The directives that tell slices of this length apart. */
  private static String slice(Duration timekey) {
    long seconds = timekey.toSeconds();
    if (seconds < 60) {
      return "%Y%m%d%H%M%S";
    }
    if (seconds < 3600) {
      return "%Y%m%d%H%M";
    }
    return seconds < 86_400 ? "%Y%m%d%H" : "%Y%m%d";
  }

  /** Whether the path has all directives of {@code slice} itself; it must have all or none. */
  private static boolean hasTime(String path, String slice) {
    List<String> directives = DIRECTIVE.matcher(slice).results().map(MatchResult::group).toList();
    if (directives.stream().noneMatch(path::contains)) {
      return false;
    }
    if (!directives.stream().allMatch(path::contains)) {
      throw new ConfigException(
          "insufficient timestamp placeholders in path: '"
              + path
              + "' must have all of "
              + String.join(" ", directives)
              + " for this timekey, or none of them");
    }
    return true;
  }
}
