package io.millrace.plugins.tail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the files that a pattern names, by Ruby's rules: {@code *}, {@code ?}, {@code [a-z]},
 * {@code [^a]} and {@code {a,b}} within a name, {@code **} for any depth of folders; a name with a
 * leading dot is found only by a pattern with one; a backslash takes a character's meaning away.
 */
final class Glob {
  private static final String MAGIC = "*?[\\";

  private final List<String> found = new ArrayList<>();
  private final List<String> segments;

  private Glob(List<String> segments) {
    this.segments = segments;
  }

  /** Paths that {@code pattern} names, in alphabetical order within each folder. */
  static List<String> expand(String pattern) {
    List<String> all = new ArrayList<>();
    for (String alternative : alternatives(pattern)) {
      Glob glob = new Glob(List.of(alternative.split("/+", -1)));
      boolean absolute = alternative.startsWith("/");
      glob.walk(absolute ? "/" : "", absolute ? 1 : 0);
      all.addAll(glob.found);
    }
    return all;
  }

  /** The patterns that {@code pattern} is short for: one for each choice of its braces. */
  static List<String> alternatives(String pattern) {
    int open = pattern.indexOf('{');
    if (open < 0) {
      return List.of(pattern);
    }
    List<String> choices = new ArrayList<>();
    int depth = 0;
    int start = open + 1;
    for (int i = open; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0 || (depth == 1 && c == ',')) {
        choices.add(pattern.substring(start, i));
        start = i + 1;
      }
      if (depth == 0) {
        break;
      }
    }
    if (depth > 0) {
      return List.of(pattern);
    }
    List<String> all = new ArrayList<>();
    for (String choice : choices) {
      all.addAll(alternatives(pattern.substring(0, open) + choice + pattern.substring(start)));
    }
    return all;
  }

  private void walk(String base, int index) {
    String segment = segments.get(index);
    boolean last = index == segments.size() - 1;
    if (segment.equals("**") && !last) {
      walk(base, index + 1);
      for (String name : names(base, Pattern.compile("[^.].*"))) {
        if (Files.isDirectory(Path.of(base + name), LinkOption.NOFOLLOW_LINKS)) {
          walk(base + name + "/", index);
        }
      }
    } else if (segment.chars().noneMatch(c -> MAGIC.indexOf(c) >= 0)) {
      step(base + segment, index, last);
    } else {
      for (String name : names(base, compile(segment))) {
        step(base + name, index, last);
      }
    }
  }

  private void step(String path, int index, boolean last) {
    if (!last) {
      walk(path + "/", index + 1);
    } else if (Files.exists(Path.of(path))) {
      found.add(path);
    }
  }

  /** Names in folder {@code base} that match; none if it cannot be listed. */
  private static List<String> names(String base, Pattern pattern) {
    List<String> names = new ArrayList<>();
    Path folder = Path.of(base.isEmpty() ? "." : base);
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (pattern.matcher(name).matches()) {
          names.add(name);
        }
      }
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      return List.of(); // gone or closed to us since it was listed: the next refresh looks again
    }
    Collections.sort(names);
    return names;
  }

  private static Pattern compile(String segment) {
    StringBuilder regex = new StringBuilder(segment.startsWith(".") ? "" : "(?!\\.)");
    int i = 0;
    while (i < segment.length()) {
      char c = segment.charAt(i++);
      int close = c == '[' ? segment.indexOf(']', i + 1) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        boolean not = segment.charAt(i) == '^' || segment.charAt(i) == '!';
        String set = segment.substring(not ? i + 1 : i, close);
        regex.append(not ? "[^" : "[").append(set.replaceAll("[\\[\\]&^]", "\\\\$0")).append(']');
        i = close + 1;
      } else {
        boolean escape = c == '\\' && i < segment.length();
        regex.append(Pattern.quote(String.valueOf(escape ? segment.charAt(i++) : c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
