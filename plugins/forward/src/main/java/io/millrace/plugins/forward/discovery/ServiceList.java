package io.millrace.plugins.forward.discovery;

import io.millrace.api.MillraceException;
import io.millrace.api.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a list of servers, in YAML, of which JSON is a part. Nothing but plain values is made of
 * it.
 */
final class ServiceList {
  private ServiceList() {}

  /**
   * The servers in {@code text}.
   *
   * @param name of the file, for messages
   * @throws MillraceException if it is no list of servers
   */
  static List<Service> parse(String name, String text) {
    Object read;
    try {
      read = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new MillraceException(name + " is no YAML or JSON: " + e.getMessage(), e);
    }
    if (!(read instanceof List<?> entries)) {
      throw new MillraceException(name + " holds no list: expected one map for each server");
    }
    List<Service> services = new ArrayList<>();
    for (Object entry : entries) {
      if (!(entry instanceof Map<?, ?> map)) {
        throw new MillraceException(name + ": " + entry + " is no map of a server's settings");
      }
      services.add(new Entry(name, map).service());
    }
    return List.copyOf(services);
  }

  /** One server's settings. */
  private record Entry(String file, Map<?, ?> map) {
    Service service() {
      return new Service(
          text("host").orElseThrow(this::incomplete),
          number("port", text("port").orElseThrow(this::incomplete)),
          text("name"),
          text("weight").map(it -> number("weight", it)).orElse(Service.DEFAULT_WEIGHT),
          text("standby").map(Boolean::parseBoolean).orElse(false),
          text("shared_key"),
          text("username").orElse(""),
          text("password").orElse(""));
    }

    private Optional<String> text(String key) {
      return Optional.ofNullable(map.get(key)).map(Object::toString);
    }

    private int number(String key, String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new MillraceException(file + ": " + key + " '" + text + "' is no number", e);
      }
    }

    private MillraceException incomplete() {
      return new MillraceException(
          file + ": Service must have `host` and `port`: one has only " + map.keySet());
    }
  }
}
