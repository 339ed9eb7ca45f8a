package io.millrace.plugins.monitor;

import io.millrace.api.AgentInfo;
import io.millrace.api.LogDevice;
import io.millrace.api.Monitor;
import io.millrace.api.PluginStatus;
import io.millrace.api.SystemSettings;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.net.http.HttpReply;
import io.millrace.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages: plugins and settings of the process, as lines of values and as JSON. May wait for a
 * buffer's lock.
 *
 * <p>Source: Fluentd's monitor agent.
 */
final class Pages {
  private static final HttpReply NOT_FOUND =
      HttpReply.of(404, "application/json", ByteSlice.utf8("{\"message\":\"Not found\"}"));

  private final MonitorAgentConfig config;
  private final Monitor monitor;
  private final AgentInfo agent;
  private final LogDevice log;
  private final SystemSettings system;

  Pages(
      MonitorAgentConfig config,
      Monitor monitor,
      AgentInfo agent,
      LogDevice log,
      SystemSettings system) {
    this.config = config;
    this.monitor = monitor;
    this.agent = agent;
    this.log = log;
    this.system = system;
  }

  HttpReply answer(HttpRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return NOT_FOUND;
    }
    Query query = new Query(request.parameters());
    return switch (request.path().replaceFirst("/$", "")) {
      case "/api/plugins" -> ltsv(plugins(query));
      case "/api/plugins.json" -> json(Map.of("plugins", plugins(query)), query);
      case "/api/config" -> ltsv(List.of(process()));
      case "/api/config.json" -> json(process(), query);
      default -> NOT_FOUND;
    };
  }

  private static HttpReply ltsv(List<Map<String, @Nullable Object>> objects) {
    return HttpReply.text(200, Ltsv.of(objects));
  }

  private HttpReply json(Object value, Query query) {
    boolean pretty = config.includeDebugInfo() && query.has("debug");
    return HttpReply.of(200, "application/json", pretty ? Json.pretty(value) : Json.compact(value));
  }

  private List<Map<String, @Nullable Object>> plugins(Query query) {
    Detail detail = detail(query);
    return selected(query).stream().map(plugin -> PluginObject.of(plugin, detail)).toList();
  }

  private List<PluginStatus> selected(Query query) {
    Optional<String> tag = query.value("tag");
    if (tag.isPresent()) {
      return monitor.outputOf(Tag.of(tag.get())).stream().toList();
    }
    Optional<String> id = query.value("@id").or(() -> query.value("id"));
    Optional<String> type = query.value("@type").or(() -> query.value("type"));
    return monitor.plugins().stream()
        .filter(plugin -> id.isEmpty() || plugin.id().equals(id.get()))
        .filter(plugin -> id.isPresent() || type.isEmpty() || plugin.type().equals(type.get()))
        .toList();
  }

  /** A query can ask for less than the configuration allows, never for more. */
  private Detail detail(Query query) {
    Optional<List<String>> inside =
        query.value("with_ivars").map(names -> List.of(names.split(",")));
    return new Detail(
        config.includeConfig() && !query.denies("with_config"),
        config.includeRetry() && !query.denies("with_retry"),
        config.includeDebugInfo()
            ? inside.or(() -> query.has("debug") ? Optional.of(List.of()) : Optional.empty())
            : Optional.empty());
  }

  private Map<String, @Nullable Object> process() {
    ProcessHandle self = ProcessHandle.current();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pid", self.pid());
    fields.put("ppid", self.parent().map(ProcessHandle::pid).orElse(0L));
    fields.put("version", agent.version());
    fields.put("config_path", agent.configPath().orElse(null));
    fields.put("pid_file", agent.pidFile().orElse(null));
    fields.put("plugin_dirs", agent.pluginDirs());
    fields.put("log_path", log.path().orElse(null));
    fields.put("root_dir", system.rootDir().map(Path::toString).orElse(null));
    return fields;
  }

  /** Parameters of a query; the first counts where a name comes twice. */
  private record Query(Map<String, List<String>> parameters) {
    boolean has(String name) {
      return parameters.containsKey(name);
    }

    Optional<String> value(String name) {
      return Optional.ofNullable(parameters.get(name)).map(values -> values.get(0));
    }

    boolean denies(String name) {
      return value(name).filter(text -> text.equals("false") || text.equals("no")).isPresent();
    }
  }
}
