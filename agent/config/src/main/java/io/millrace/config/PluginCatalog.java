package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.PluginFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The plugins there are, by kind and {@code @type}. Immutable. */
public final class PluginCatalog {
  /** Inputs of Fluentd that have nothing to look at here. */
  private static final Set<String> RUBY_ONLY = Set.of("debug_agent", "gc_stat", "object_space");

  private final Map<String, Map<String, PluginFactory<?, ?>>> kinds = new LinkedHashMap<>();

  /**
   * Of {@code factories}.
   *
   * @throws ConfigException if two make the same type
   */
  public PluginCatalog(Iterable<? extends PluginFactory<?, ?>> factories) {
    for (PluginFactory<?, ?> factory : factories) {
      for (String type : factory.types()) {
        PluginFactory<?, ?> other =
            kinds.computeIfAbsent(factory.kind(), kind -> new TreeMap<>()).put(type, factory);
        if (other != null) {
          throw new ConfigException(
              "two plugins are called "
                  + factory.kind()
                  + " '"
                  + type
                  + "': "
                  + source(other)
                  + " and "
                  + source(factory)
                  + ". Remove one of them from the plugin directory.");
        }
      }
    }
  }

  /** Of every factory that the class path of {@code loader} lists. */
  public static PluginCatalog load(ClassLoader loader) {
    List<PluginFactory<?, ?>> factories = new ArrayList<>();
    for (PluginFactory<?, ?> factory : ServiceLoader.load(PluginFactory.class, loader)) {
      factories.add(factory);
    }
    return new PluginCatalog(factories);
  }

  private static String source(PluginFactory<?, ?> factory) {
    var code = factory.getClass().getProtectionDomain().getCodeSource();
    return factory.getClass().getName() + (code == null ? "" : " in " + code.getLocation());
  }

  /** The factory of one type. */
  public Optional<PluginFactory<?, ?>> find(String kind, String type) {
    return Optional.ofNullable(kinds.getOrDefault(kind, Map.of()).get(type));
  }

  /** The factories of one kind, each once, by type. */
  public List<PluginFactory<?, ?>> factories(String kind) {
    return kinds.getOrDefault(kind, Map.of()).values().stream().distinct().toList();
  }

  /** The kinds there are plugins of. */
  public List<String> kinds() {
    return List.copyOf(kinds.keySet());
  }

  /** What to say of a type that is not there. */
  public String unknown(String kind, String type) {
    if (kind.equals("input") && RUBY_ONLY.contains(type)) {
      return "input plugin '"
          + type
          + "' shows the inside of a Ruby process, which this agent is none: remove the section."
          + " @type monitor_agent tells what plugins do, and the signal CONT writes a thread dump.";
    }
    String message =
        "Unknown "
            + kind
            + " plugin '"
            + type
            + "'. Run 'gem search -rd fluent-plugin' to find plugins; Millrace has these: "
            + String.join(", ", kinds.getOrDefault(kind, Map.of()).keySet())
            + ".";
    return nearest(type, kinds.getOrDefault(kind, Map.of()).keySet())
        .map(near -> message + " Did you mean '" + near + "'?")
        .orElse(message);
  }

  /** The name in {@code names} that is at most two typing errors away from {@code name}. */
  public static Optional<String> nearest(String name, Iterable<String> names) {
    List<String> near = new ArrayList<>();
    for (String candidate : names) {
      if (distance(name, candidate) <= Math.min(2, name.length() / 2)) {
        near.add(candidate);
      }
    }
    return near.stream().min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
