package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One container's log as a kubelet keeps it: a file in {@code pods/}, a link to it in {@code
 * containers/}, and, when the file has grown to its limit, a rename and a new file under the old
 * name. Rotated files stay, so that a slow reader loses nothing. Not for several threads. Source:
 * "Kubernetes, Logging Architecture" and the log format of the Container Runtime Interface.
 */
final class ContainerLog implements AutoCloseable {
  private static final DateTimeFormatter LINE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path current;
  private final long limit;
  private FileChannel channel;
  private int rotations;

  /**
   * Creates the file and its link.
   *
   * @param root where the two folders go
   * @param pod whose log it is
   * @param limit size in bytes from which on the file is rotated
   */
  ContainerLog(Path root, Pod pod, long limit) throws IOException {
    Path folder = Files.createDirectories(root.resolve("pods").resolve(pod.folder()));
    Path links = Files.createDirectories(root.resolve("containers"));
    this.current = folder.resolve("0.log");
    this.limit = limit;
    this.channel = create(current);
    Files.createSymbolicLink(links.resolve(pod.link()), links.relativize(current));
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** One full line in the format of the Container Runtime Interface, with its line feed. */
  static String line(Instant time, String stream, String content) {
    return LINE_TIME.format(time) + " " + stream + " F " + content + "\n";
  }

  /** Appends one line in one write, so that no reader sees a part of it. */
  void append(Instant time, String stream, String content) throws IOException {
    if (channel.position() >= limit) {
      rotate(time);
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line(time, stream, content));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Names have seconds: a second rotation within one waits for the next, as no file may go. */
  private void rotate(Instant time) throws IOException {
    Path rotated = current.resolveSibling("0.log." + FILE_TIME.format(time));
    if (Files.exists(rotated)) {
      return;
    }
    Files.move(current, rotated);
    channel.close();
    channel = create(current);
    rotations++;
  }

  /** How often it was rotated so far. */
  int rotations() {
    return rotations;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
