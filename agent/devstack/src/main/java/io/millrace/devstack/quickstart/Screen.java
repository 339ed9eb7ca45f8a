package io.millrace.devstack.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Shows the view: in place on a terminal's alternate screen, or as one plain line every few
 * seconds. Not for several threads.
 */
final class Screen implements AutoCloseable {
  private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);
  private static final String ESC = "\u001b[";
  private static final String ENTER = ESC + "?1049h" + ESC + "?25l";
  private static final String LEAVE = ESC + "?25h" + ESC + "?1049l";
  private static final String HOME = ESC + "H";
  private static final String REST_OF_LINE = ESC + "K";
  private static final String REST_OF_SCREEN = ESC + "J";

  private final PrintStream out;
  private final View view;
  private final boolean terminal;
  private boolean entered;
  private boolean stopping;
  private Duration nextPlain = Duration.ZERO;

  Screen(PrintStream out, View view, boolean terminal) {
    this.out = out;
    this.view = view;
    this.terminal = terminal;
  }

  /** From here on the view says that the load has ended. */
  void stopping() {
    stopping = true;
  }

  void show(Snapshot now) {
    if (terminal) {
      drawInPlace(view.full(now, stopping));
    } else if (now.elapsed().compareTo(nextPlain) >= 0) {
      nextPlain = now.elapsed().plus(PLAIN_EVERY);
      print(List.of(view.line(now)));
    }
  }

  private void drawInPlace(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (!entered) {
      frame.append(ENTER);
      entered = true;
    }
    frame.append(HOME);
    lines.forEach(line -> frame.append(line).append(REST_OF_LINE).append("\r\n"));
    out.print(frame.append(REST_OF_SCREEN));
    out.flush();
  }

  /** Prints lines that stay, on a terminal below what was there before the view. */
  void print(List<String> lines) {
    leave();
    out.print(String.join("\n", lines) + "\n");
    out.flush();
  }

  @Override
  public void close() {
    leave();
  }

  private void leave() {
    if (entered) {
      entered = false;
      out.print(LEAVE);
      out.flush();
    }
  }
}
