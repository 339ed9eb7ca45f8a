package io.millrace.plugins.tail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Finds the files to follow: expands dates and wildcards, leaves out what is excluded, unreadable
 * or too old.
 *
 * <p>Source: Fluentd's tail input, "path", "exclude_path".
 */
final class PathExpander {
  private final TailConfig config;
  private final List<String> paths;
  private final PathDates dates;
  private final InstantSource clock;
  private final Logger log;
  private final Set<String> reported = new HashSet<>();

  PathExpander(TailConfig config, InstantSource clock, Logger log) {
    this.config = config;
    this.clock = clock;
    this.log = log;
    this.dates = new PathDates(config.pathTimezone());
    String delimiter = Pattern.quote(config.pathDelimiter());
    this.paths =
        Arrays.stream(config.path().split(delimiter))
            .map(String::strip)
            .filter(path -> !path.isEmpty())
            .distinct()
            .toList();
  }

  /** The files that are there now, in the order of the configuration. */
  Map<String, FileStat> existing() {
    Instant now = clock.instant();
    Set<String> candidates = new LinkedHashSet<>();
    for (String path : paths) {
      candidates.addAll(candidates(dates.expand(path, now), now));
    }
    for (String path : config.excludePath()) {
      String excluded = dates.expand(path, now);
      (config.globPolicy().isPattern(excluded) ? Glob.expand(excluded) : List.of(excluded))
          .forEach(candidates::remove);
    }
    Map<String, FileStat> found = new LinkedHashMap<>();
    for (String path : candidates) {
      FileStat.of(Path.of(path)).filter(FileStat::regular).ifPresent(stat -> found.put(path, stat));
    }
    return found;
  }

  private List<String> candidates(String path, Instant now) {
    if (!config.globPolicy().isPattern(path)) {
      reportClosedFolder(path);
      return List.of(path);
    }
    Optional<Instant> oldest = config.limitRecentlyModified().map(now::minus);
    List<String> kept = new ArrayList<>();
    for (String candidate : Glob.expand(path)) {
      Optional<FileStat> stat = FileStat.of(Path.of(candidate)).filter(FileStat::regular);
      boolean recent =
          stat.isPresent() && (oldest.isEmpty() || !stat.get().modified().isBefore(oldest.get()));
      if (recent && isReadable(candidate)) {
        kept.add(candidate);
      }
    }
    return kept;
  }

  private boolean isReadable(String path) {
    boolean readable = Files.isReadable(Path.of(path));
    if (readable) {
      reported.remove(path);
    } else if (reported.add(path) || !config.ignoreRepeatedPermissionError()) {
      log.warn("{} unreadable. It is excluded and would be examined next time.", path);
    }
    return readable;
  }

  private void reportClosedFolder(String path) {
    Path folder = Path.of(path).toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)) {
      if (reported.add(path) || !config.ignoreRepeatedPermissionError()) {
        log.warn("Skip {} because '{}' lacks execute permission.", path, folder);
      }
    }
  }
}
