package io.millrace.plugins.tail;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ruby's names of encodings. */
public final class Encodings {
  /** Names that Java does not know. */
  private static final Map<String, String> RUBY =
      Map.of(
          "ascii-8bit", "US-ASCII", // bytes over 127 mean nothing and become U+FFFD
          "binary", "US-ASCII",
          "cp932", "windows-31j",
          "sjis", "Shift_JIS",
          "eucjp", "EUC-JP",
          "utf-8-mac", "UTF-8",
          "cp65001", "UTF-8");

  private static final Pattern CODE_PAGE = Pattern.compile("cp(\\d+)");

  private Encodings() {}

  /** The encoding that Ruby calls {@code name}; empty if there is none. */
  public static Optional<Charset> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String known = RUBY.getOrDefault(lower, name);
    Matcher page = CODE_PAGE.matcher(lower);
    try {
      if (!Charset.isSupported(known) && page.matches()) {
        known = "windows-" + page.group(1);
      }
      return Charset.isSupported(known) ? Optional.of(Charset.forName(known)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // characters that no name has
    }
  }
}
