package io.millrace.app;

import io.millrace.api.ConfigException;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as flags and {@code <system>} together ask for it: where it goes, its form, its level and
 * what it leaves out. A reload that changes them changes the log. For the main thread.
 */
final class ProcessLog {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final LogFlags flags;
  private final AgentLog agentLog;
  private final LogOutput output;
  private LogTarget target;

  /**
   * Begins the log as the flags alone say: what goes wrong before a configuration is read must be
   * in it too.
   *
   * @throws IOException if its file cannot be opened
   */
  ProcessLog(LogFlags flags, AgentLog agentLog) throws IOException {
    this.flags = flags;
    this.agentLog = agentLog;
    this.target = LogTarget.of(flags);
    this.output = target.open();
    agentLog.start(
        output,
        new TextLine(Strftime.of("%Y-%m-%d %H:%M:%S %z", Zone.local())),
        flags.level(SystemConfig.LogLevel.INFO),
        new RepeatFilter(Optional.empty(), Optional.empty()));
  }

  /** Where it goes. */
  LogOutput output() {
    return output;
  }

  /** Where flags and configuration together send it. */
  LogTarget target() {
    return target;
  }

  /**
   * Makes sure that the log can be as {@code system} says.
   *
   * @throws ConfigException if it cannot, whatever the machine is like
   */
  void check(SystemConfig system) {
    try {
      LogTarget.of(flags).or(system.log()).rotation();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("<log> of <system>: " + e.getMessage());
    }
  }

  /**
   * Makes the log as {@code system} says.
   *
   * @throws IOException if its file cannot be opened: then it goes on where it went before
   */
  void begin(SystemConfig system) throws IOException {
    check(system);
    LogTarget next = LogTarget.of(flags).or(system.log());
    agentLog.change(
        output, format(system.log()), flags.level(system.logLevel()), RepeatFilter.of(system));
    if (!next.equals(target)) {
      output.moveTo(next.file(), next.rotation());
      target = next;
    }
  }

  /** As {@link #begin}; what does not work is logged. */
  void change(SystemConfig system) {
    try {
      begin(system);
    } catch (IOException e) {
      LOG.error(
          "cannot open the log file that <log> of <system> names, the old one stays in use:"
              + " error=\"{}\"",
          e.toString());
    }
  }

  private static LineFormat format(SystemConfig.Log settings) {
    Strftime times = Strftime.of(settings.timeFormat(), Zone.local());
    return settings.format() == SystemConfig.LogFormat.JSON
        ? new JsonLine(times)
        : new TextLine(times);
  }
}
