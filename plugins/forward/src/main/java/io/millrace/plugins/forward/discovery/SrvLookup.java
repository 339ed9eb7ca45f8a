package io.millrace.plugins.forward.discovery;

import io.millrace.api.MillraceException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks a name server for SRV records, over UDP. Blocks. */
final class SrvLookup {
  private static final Path SYSTEM = Path.of("/etc/resolv.conf");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PORT = 53;
  private static final int TRIES = 3;
  private static final int TIMEOUT_MILLIS = 2_000;

  private final Optional<String> server;

  /** At {@code server}, a host or {@code host:port}; at the system's if there is none. */
  SrvLookup(Optional<String> server) {
    this.server = server;
  }

  /**
   * The targets of {@code name}, by priority.
   *
   * @throws MillraceException if the server does not know it or does not answer
   */
  List<SrvMessage.Target> find(String name) {
    String asked = "";
    try {
      InetSocketAddress address = address();
      asked = address.toString();
      return ask(address, name);
    } catch (IOException | MillraceException e) {
      throw new MillraceException(
          "no SRV records of " + name + " from name server " + asked + ": " + e.getMessage(), e);
    }
  }

  private InetSocketAddress address() throws IOException {
    String text = server.orElse("");
    if (text.isEmpty()) {
      try (Stream<String> lines = Files.lines(SYSTEM)) {
        text =
            lines
                .filter(line -> line.startsWith("nameserver "))
                .findFirst()
                .orElseThrow(
                    () -> new MillraceException(SYSTEM + " names none: set dns_server_host"))
                .substring("nameserver ".length())
                .trim();
      }
      return new InetSocketAddress(text, PORT);
    }
    int colon = text.lastIndexOf(':');
    return colon < 0 || colon != text.indexOf(':')
        ? new InetSocketAddress(text, PORT)
        : new InetSocketAddress(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static List<SrvMessage.Target> ask(InetSocketAddress address, String name)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address); // datagrams of others are not taken
      socket.setSoTimeout(TIMEOUT_MILLIS);
      for (int i = 0; i < TRIES; i++) {
        int id = RANDOM.nextInt(1 << 16);
        byte[] question = SrvMessage.question(id, name);
        socket.send(new DatagramPacket(question, question.length));
        Optional<ByteBuffer> answer = receive(socket, id);
        if (answer.isPresent()) {
          return SrvMessage.targets(answer.get());
        }
      }
      throw new MillraceException("it did not answer " + TRIES + " times");
    }
  }

  private static Optional<ByteBuffer> receive(DatagramSocket socket, int id) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[SrvMessage.LARGEST], SrvMessage.LARGEST);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException silent) {
      return Optional.empty();
    }
    ByteBuffer answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    return SrvMessage.isAnswerTo(id, answer) ? Optional.of(answer) : Optional.empty();
  }
}
