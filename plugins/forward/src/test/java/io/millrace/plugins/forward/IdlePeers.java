package io.millrace.plugins.forward;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
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
                System.getProperty("java.class.path"),
                IdlePeers.class.getName(),
                String.valueOf(address.getPort()),
                String.valueOf(count))
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
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
