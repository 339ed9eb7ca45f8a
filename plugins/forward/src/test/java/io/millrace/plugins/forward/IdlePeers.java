package io.millrace.plugins.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connections that say nothing, held by a process of their own: together with the server's ends
 * they would be more than one process may have open.
 */
final class IdlePeers implements AutoCloseable {
  private final Process process;

  private IdlePeers(Process process) {
    this.process = process;
  }

  static IdlePeers open(InetSocketAddress address, int count) throws IOException {
    return new IdlePeers(
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                classes(),
                IdlePeers.class.getName(),
                String.valueOf(address.getPort()),
                String.valueOf(count))
            .redirectErrorStream(true)
            .start());
  }

  /** Where this class is: the class path may be named otherwise, and is not needed. */
  private static String classes() {
    URL classes = IdlePeers.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(classes.toString())).toString();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it said before it ended: it says nothing unless it cannot connect. */
  String lastWords() {
    try (InputStream said = process.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "nothing that can be read: " + e;
    }
  }

  /** Ends the process: its input ends, and then it does. */
  @Override
  public void close() throws IOException {
    try (OutputStream input = process.getOutputStream()) {
      input.flush();
    }
    process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join().destroyForcibly();
  }

  /** Opens as many connections to a port as it is told, and keeps them until its input ends. */
  public static void main(String[] args) throws IOException {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
    List<SocketChannel> open = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      open.add(SocketChannel.open(address));
    }
    int end = System.in.read();
    for (SocketChannel channel : open) {
      channel.close();
    }
    System.exit(end < 0 ? 0 : 1);
  }
}
