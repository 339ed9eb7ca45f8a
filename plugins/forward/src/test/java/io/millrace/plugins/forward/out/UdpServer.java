package io.millrace.plugins.forward.out;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The side of a forward server that answers UDP heartbeats, while a test lets it. */
final class UdpServer implements AutoCloseable {
  private static final byte[] BEAT = {0};

  final List<byte[]> taken = new CopyOnWriteArrayList<>();
  private final DatagramSocket socket;
  private volatile boolean answers = true;

  private UdpServer(DatagramSocket socket) {
    this.socket = socket;
  }

  /** At {@code port}, which the server has for TCP. */
  static UdpServer start(int port) throws IOException {
    UdpServer server = new UdpServer(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(server::run, "udp-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private void run() {
    byte[] buffer = new byte[128];
    try {
      while (true) {
        DatagramPacket beat = new DatagramPacket(buffer, buffer.length);
        socket.receive(beat);
        taken.add(Arrays.copyOf(buffer, beat.getLength()));
        if (answers) {
          socket.send(new DatagramPacket(BEAT, 1, beat.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      answers = false;
    }
  }

  void answers(boolean now) {
    answers = now;
  }

  @Override
  public void close() {
    socket.close();
  }
}
