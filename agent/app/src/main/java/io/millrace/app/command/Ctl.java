package io.millrace.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace ctl}: tells a running agent something by a signal.
 *
 * <p>Source: {@code fluent-ctl}.
 */
@Command
final class Ctl implements Subcommand {
  private static final Map<String, String> SIGNALS = new LinkedHashMap<>();

  static {
    SIGNALS.put("shutdown", "TERM");
    SIGNALS.put("restart", "HUP");
    SIGNALS.put("flush", "USR1");
    SIGNALS.put("reload", "USR2");
    SIGNALS.put("dump", "CONT");
  }

  @Parameters(
      index = "0",
      paramLabel = "COMMAND",
      description = {
        "shutdown (sends TERM), restart (HUP), flush (USR1: flush buffers, reopen the log),",
        "reload (USR2) or dump (CONT: write what all threads do to the log)."
      })
  private String command = "";

  @Parameters(index = "1", paramLabel = "PID", description = "Process id of the agent.")
  private String pid = "";

  @Override
  public int run(Console console) throws IOException, InterruptedException {
    String signal = SIGNALS.get(command);
    if (signal == null) {
      throw new UsageException(
          "unknown command '" + command + "': expected " + String.join(", ", SIGNALS.keySet()));
    }
    long process = number();
    if (ProcessHandle.of(process).isEmpty()) {
      throw new CommandException("no process has the id " + process);
    }
    send(signal, process);
    return 0;
  }

  private long number() {
    try {
      long number = Long.parseLong(pid);
      if (number > 0) { // 0 and below stand for groups of processes
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UsageException("'" + pid + "' is no process id: expected a number above 0");
  }

  /** By the shell, because Java itself can send TERM only. */
  private static void send(String signal, long process) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "kill", signal, "" + process)
            .redirectErrorStream(true)
            .start();
    kill.getOutputStream().close();
    String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (kill.waitFor() != 0) {
      throw new CommandException(
          "cannot send " + signal + " to process " + process + ": " + said.strip());
    }
  }
}
