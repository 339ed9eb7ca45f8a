package io.millrace.engine.graph;

import io.millrace.config.ConfigElement;
import io.millrace.config.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user should know of parameters in {@code <system>} that are accepted, because Fluentd has
 * them, and do something else here, or nothing.
 */
public final class SystemNotes {

  private static final Map<String, String> PARAMETERS = parameters();
  private static final Map<String, String> SECTIONS = sections();
  private static final Map<String, String> LOG_PARAMETERS =
      Map.of(
          "forced_stacktrace_level",
          "stack traces are written where log_level debug asks for them");

  private SystemNotes() {}

  private static Map<String, String> parameters() {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(
        "restart_worker_interval",
        "workers are graphs of one process, so none is restarted alone: what restarts the process"
            + " (systemd, the kubelet) has such an interval");
    notes.put(
        "suppress_repeated_stacktrace",
        "stack traces are written with log_level debug or lower only, each with its line");
    notes.put("log_event_verbose", "events of the agent's log end when its shutdown begins");
    notes.put(
        "process_name",
        "a JVM cannot change its title: pass -Dmillrace.name=NAME in MILLRACE_JAVA_OPTS to see a"
            + " name in lists of processes");
    notes.put(
        "enable_msgpack_time_support",
        "MessagePack's own timestamps in records are passed on as they are");
    notes.put(
        "disable_shared_socket",
        "workers share listeners in the process; there are no sockets to" + " hand to others");
    notes.put("enable_jit", "the JVM compiles at run time always");
    notes.put(
        "umask",
        "a JVM cannot change it: set it where the process is started (the launcher's flag --umask,"
            + " UMask= of systemd); file_permission and dir_permission work as they are");
    return notes;
  }

  private static Map<String, String> sections() {
    String counter = "the counter API that Fluentd has given up is not there";
    return Map.of(
        "counter_server", counter,
        "counter_client", counter,
        "metrics",
            "metrics are counted in the process; read them with the monitor_agent or"
                + " prometheus input");
  }

  /** A sentence, with its place, for each parameter that is written in {@code configuration}. */
  public static List<String> of(ConfigElement configuration) {
    List<String> notes = new ArrayList<>();
    for (ConfigElement system : configuration.children("system")) {
      parameters(system, PARAMETERS, notes);
      for (ConfigElement section : system.children()) {
        String note = SECTIONS.get(section.name());
        if (note != null) {
          notes.add(section.location() + ": <" + section.name() + "> is accepted: " + note);
        }
        if (section.name().equals("log")) {
          parameters(section, LOG_PARAMETERS, notes);
        }
      }
    }
    return notes;
  }

  private static void parameters(
      ConfigElement section, Map<String, String> known, List<String> notes) {
    for (Parameter parameter : section.parameters()) {
      String note = known.get(parameter.name());
      if (note != null) {
        notes.add(
            parameter.location() + ": parameter '" + parameter.name() + "' is accepted: " + note);
      }
    }
  }
}
