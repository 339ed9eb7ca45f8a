package io.millrace.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Expands {@code *} and {@code **} in a path. Names that start with a dot must be spelled out. */
final class FileGlob {

  private FileGlob() {}

  /** The existing files a pattern means, sorted by their names. */
  static List<Path> expand(Path pattern) {
    Path start = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    List<Path> found = new ArrayList<>(List.of(start));
    int last = pattern.getNameCount() - 1;
    for (int i = 0; i <= last; i++) {
      String name = pattern.getName(i).toString();
      List<Path> next = new ArrayList<>();
      for (Path directory : found) {
        next.addAll(step(directory, name, i == last));
      }
      found = next;
    }
    return found.stream().distinct().sorted(Comparator.comparing(Path::toString)).toList();
  }

  private static List<Path> step(Path directory, String name, boolean last) {
    if (name.equals("**") && !last) {
      return descendants(directory);
    }
    if (!name.contains("*")) {
      Path file = directory.resolve(name);
      return Files.exists(file) ? List.of(file) : List.of();
    }
    Predicate<String> matches = Pattern.compile(regexp(name), Pattern.DOTALL).asMatchPredicate();
    return list(directory).stream()
        .filter(file -> matches.test(file.getFileName().toString()))
        .filter(file -> name.startsWith(".") || !isHidden(file))
        .toList();
  }

  /** Only the asterisk is special, because the others cannot stand in a URI. */
  private static String regexp(String name) {
    return Arrays.stream(name.split("\\*+", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }

  /** A directory and all below it, hidden ones left out. */
  private static List<Path> descendants(Path directory) {
    List<Path> all = new ArrayList<>(List.of(directory));
    for (Path child : list(directory)) {
      if (Files.isDirectory(child) && !Files.isSymbolicLink(child) && !isHidden(child)) {
        all.addAll(descendants(child));
      }
    }
    return all;
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
