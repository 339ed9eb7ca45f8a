package io.millrace.config;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
  private final ReadLimits limits = new ReadLimits();
  private final Set<Path> read = new LinkedHashSet<>();
  private final List<Path> reading = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  ConfigFiles(EmbeddedRuby ruby) {
    this.ruby = ruby;
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  void note(String note) {
    notes.add(note);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Every file read so far, by its real path. */
  Set<Path> read() {
    return Set.copyOf(read);
  }

  /** Reads an included file, which is always UTF-8, into the section that includes it. */
  void readInto(Path file, Target target) throws IOException, IncludeException {
    Path real = file.toRealPath();
    enter(real, file);
    readText(decode(file, StandardCharsets.UTF_8), file.toString(), directory(file), target);
    reading.remove(reading.size() - 1);
  }

  private void enter(Path real, Path file) throws IncludeException {
    if (reading.contains(real) || reading.size() > MAX_DEPTH) {
      throw Includes.cycle(reading, file);
    }
    reading.add(real);
  }

  /** Downloads a file and reads it as {@link #readInto} does; relative names start at the root. */
  void readRemote(URI uri, Target target) throws IOException, IncludeException {
    Path root = Path.of("/");
    enter(root.resolve(uri.toString().replaceAll("[^A-Za-z0-9.]", "_")), Path.of(uri.toString()));
    String text = decode(RemoteFile.read(uri, limits), uri.toString(), StandardCharsets.UTF_8);
    readText(text, uri.toString(), root, target);
    reading.remove(reading.size() - 1);
  }

  /** Reads a file that no other includes, in one of the text formats. */
  void readMain(Path file, Charset encoding, LoadOptions.Format format, ConfigElement.Builder root)
      throws IOException {
    reading.add(file.toRealPath());
    String text = decode(file, encoding);
    if (format == LoadOptions.Format.V0) {
      new V0Parser(text, file.toString(), new Includes(this, directory(file)))
          .readInto(Target.root(root));
    } else {
      readText(text, file.toString(), directory(file), Target.root(root));
    }
    reading.clear();
  }

  /** Reads a text; its includes are relative to {@code directory}. */
  void readText(String text, String name, Path directory, Target target) {
    ConfigText source = new ConfigText(text, name);
    new V1Parser(source, ruby, new Includes(this, directory), warnings).readInto(target);
  }

  static Path directory(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /**
   * The text of a file.
   *
   * @throws IOException if it cannot be read, is too large or is not in the encoding
   */
  String decode(Path file, Charset encoding) throws IOException {
    read.add(file.toRealPath());
    return decode(limits.read(file), file.toString(), encoding);
  }

  private static String decode(byte[] bytes, String name, Charset encoding) throws IOException {
    try {
      String text = encoding.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException(
          "invalid byte sequence in "
              + encoding.name()
              + ": "
              + name
              + ". Save the file as UTF-8, or name its encoding with --conf-encoding",
          e);
    }
  }
}
