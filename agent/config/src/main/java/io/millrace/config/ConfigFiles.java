package io.millrace.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files of one configuration while it is read: which were read, and what is odd in them. */
final class ConfigFiles {

  /** How deep files may include each other. */
  private static final int MAX_DEPTH = 50;

  private final EmbeddedRuby ruby;
  private final Set<Path> read = new LinkedHashSet<>();
  private final List<Path> reading = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  ConfigFiles(EmbeddedRuby ruby) {
    this.ruby = ruby;
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Every file read so far, by its real path. */
  Set<Path> read() {
    return Set.copyOf(read);
  }

  /** Reads an included file, which is always UTF-8, into the section that includes it. */
  void readInto(Path file, ConfigElement.Builder element, String section)
      throws IOException, IncludeException {
    Path real = file.toRealPath();
    if (reading.contains(real) || reading.size() > MAX_DEPTH) {
      throw Includes.cycle(reading, file);
    }
    reading.add(real);
    readText(
        decode(file, StandardCharsets.UTF_8), file.toString(), directory(file), element, section);
    reading.remove(reading.size() - 1);
  }

  /** Reads the file a configuration starts with. */
  void readMain(Path file, Charset encoding, ConfigElement.Builder root) throws IOException {
    reading.add(file.toRealPath());
    readText(decode(file, encoding), file.toString(), directory(file), root, ConfigElement.ROOT);
    reading.clear();
  }

  /** Reads a text; its includes are relative to {@code directory}. */
  void readText(
      String text, String name, Path directory, ConfigElement.Builder element, String section) {
    ConfigText source = new ConfigText(text, name);
    new V1Parser(source, ruby, new Includes(this, directory), warnings).readInto(element, section);
  }

  static Path directory(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /**
   * The text of a file.
   *
   * @throws IOException if it cannot be read or is not in the encoding
   */
  String decode(Path file, Charset encoding) throws IOException {
    read.add(file.toRealPath());
    try {
      String text =
          encoding.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException(
          "invalid byte sequence in "
              + encoding.name()
              + ": "
              + file
              + ". Save the file as UTF-8, or name its encoding with --conf-encoding",
          e);
    }
  }
}
