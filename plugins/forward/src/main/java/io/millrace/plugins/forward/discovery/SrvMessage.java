package io.millrace.plugins.forward.discovery;

import io.millrace.api.MillraceException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Questions for SRV records, and the answers to them. Answers come from outside: every length is
 * checked, and a name jumps backwards only.
 *
 * <p>Source: RFC 1035, "Messages"; RFC 2782; RFC 6891 for answers of more than 512 bytes.
 */
final class SrvMessage {
  /** Largest answer that is asked for, in bytes. */
  static final int LARGEST = 4096;

  private static final int SRV = 33;
  private static final int OPT = 41;
  private static final int INTERNET = 1;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int IS_ANSWER = 0x8000;
  private static final int IS_TRUNCATED = 0x0200;
  private static final int NO_SUCH_NAME = 3;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 255;
  private static final int POINTER = 0xc0;

  private SrvMessage() {}

  /** One record. */
  record Target(int priority, int weight, int port, String host) {}

  /**
   * The question for the records of {@code name}.
   *
   * @throws MillraceException if it is no domain name
   */
  static byte[] question(int id, String name) {
    ByteBuffer out = ByteBuffer.allocate(LONGEST_NAME + 64);
    out.putShort((short) id).putShort((short) RECURSION_DESIRED);
    out.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
    putName(out, name);
    out.putShort((short) SRV).putShort((short) INTERNET);
    out.put((byte) 0).putShort((short) OPT).putShort((short) LARGEST).putInt(0).putShort((short) 0);
    byte[] question = new byte[out.position()];
    out.flip().get(question);
    return question;
  }

  private static void putName(ByteBuffer out, String name) {
    if (name.length() >= LONGEST_NAME) {
      throw new MillraceException("'" + name + "' is longer than a domain name can be");
    }
    for (String label : name.replaceFirst("\\.$", "").split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length == 0 || bytes.length > LONGEST_LABEL) {
        throw new MillraceException("'" + name + "' is no domain name");
      }
      out.put((byte) bytes.length).put(bytes);
    }
    out.put((byte) 0);
  }

  /** Whether {@code message} answers the question {@code id}. */
  static boolean isAnswerTo(int id, ByteBuffer message) {
    return message.remaining() >= 12
        && (message.getShort(0) & 0xffff) == id
        && (message.getShort(2) & IS_ANSWER) != 0;
  }

  /**
   * The targets in an answer, by priority.
   *
   * @throws MillraceException if it is damaged, cut short, or says that there are none
   */
  static List<Target> targets(ByteBuffer answer) {
    int flags = answer.getShort(2);
    int code = flags & 0xf;
    if (code != 0) {
      throw new MillraceException(
          code == NO_SUCH_NAME ? "there is no such name" : "the name server answers code " + code);
    }
    if ((flags & IS_TRUNCATED) != 0) {
      throw new MillraceException("the answer is longer than " + LARGEST + " bytes");
    }
    try {
      return read(answer);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MillraceException("the answer of the name server is damaged", e);
    }
  }

  private static List<Target> read(ByteBuffer answer) {
    int questions = answer.getShort(4) & 0xffff;
    int answers = answer.getShort(6) & 0xffff;
    answer.position(12);
    for (int i = 0; i < questions; i++) {
      name(answer);
      answer.position(answer.position() + 4);
    }
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      name(answer);
      int type = answer.getShort() & 0xffff;
      answer.position(answer.position() + 6);
      int length = answer.getShort() & 0xffff;
      int end = answer.position() + length;
      if (type == SRV) {
        targets.add(
            new Target(
                answer.getShort() & 0xffff,
                answer.getShort() & 0xffff,
                answer.getShort() & 0xffff,
                name(answer)));
      }
      answer.position(end);
    }
    targets.sort(Comparator.comparingInt(Target::priority));
    return targets;
  }

  /** Reads a name; the buffer is behind it then, wherever its parts stood. */
  private static String name(ByteBuffer answer) {
    StringBuilder name = new StringBuilder();
    int after = -1;
    int length = answer.get() & 0xff;
    while (length != 0) {
      if (length >= POINTER) {
        int at = answer.position() - 1;
        int target = (length & ~POINTER) << 8 | answer.get() & 0xff;
        after = after < 0 ? answer.position() : after;
        if (target >= at) {
          throw new IllegalArgumentException("a name that jumps forward");
        }
        answer.position(target);
      } else {
        byte[] label = new byte[length];
        answer.get(label);
        name.append(name.isEmpty() ? "" : ".");
        name.append(new String(label, StandardCharsets.US_ASCII));
      }
      if (name.length() > LONGEST_NAME) {
        throw new IllegalArgumentException("a name that is too long");
      }
      length = answer.get() & 0xff;
    }
    if (after >= 0) {
      answer.position(after);
    }
    return name.toString();
  }
}
