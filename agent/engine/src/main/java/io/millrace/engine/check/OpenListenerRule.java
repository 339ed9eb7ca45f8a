package io.millrace.engine.check;

import io.millrace.config.ConfigElement;
import java.util.Set;

/**
 * {@code open-listener}: an input that takes events from the whole network, neither encrypted nor
 * asking who sends.
 */
final class OpenListenerRule implements Rule {

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]", "*");

  @Override
  public String code() {
    return "open-listener";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (CheckedSection input : config.sections("input")) {
      String bind = input.text("bind").orElse("");
      if (EVERYWHERE.contains(bind) && input.text("port").isPresent() && !isProtected(input)) {
        findings.warn(
            this,
            input.location("bind"),
            input.describe()
                + " listens on all addresses ("
                + bind
                + ":"
                + input.text("port").orElse("")
                + ") without TLS and without asking who sends:"
                + " whoever reaches the port can add events and fill the buffers",
            "bind it to 127.0.0.1 or the address that senders use, or add <transport tls>"
                + (input.type().equals("forward") ? " or <security> with a shared_key" : ""));
      }
    }
  }

  private static boolean isProtected(CheckedSection input) {
    ConfigElement element = input.element();
    return !element.children("security").isEmpty()
        || element.children("transport").stream()
            .anyMatch(transport -> transport.argument().equals("tls"));
  }
}
