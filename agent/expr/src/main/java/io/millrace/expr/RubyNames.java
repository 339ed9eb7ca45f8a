package io.millrace.expr;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The names Ruby's core classes define. They tell what Ruby would not know either (an error at run
 * time, as in Ruby) from what only this engine lacks (refused at compile time).
 */
final class RubyNames {

  private static final Map<String, Set<String>> METHODS = load();
  private static final Set<String> ALL = union();

  private RubyNames() {}

  /** True if some core class has a method of this name. */
  static boolean isMethod(String name) {
    return ALL.contains(name);
  }

  /** True if the class (or every object) has a method of this name. */
  static boolean isMethodOf(String rubyClass, String name) {
    return METHODS.getOrDefault(rubyClass, Set.of()).contains(name)
        || METHODS.getOrDefault("Object", Set.of()).contains(name);
  }

  /** True if the name is a function called without a receiver. */
  static boolean isFunction(String name) {
    return METHODS.getOrDefault("Kernel", Set.of()).contains(name);
  }

  /** True if the name is a constant of Ruby or of a library a Fluentd plugin may count on. */
  static boolean isConstant(String name) {
    return METHODS.getOrDefault("constants", Set.of()).contains(name);
  }

  private static Set<String> union() {
    Set<String> all = new HashSet<>();
    METHODS.forEach(
        (owner, names) -> {
          if (!owner.equals("constants") && !owner.equals("Kernel")) {
            all.addAll(names);
          }
        });
    return all;
  }

  private static Map<String, Set<String>> load() {
    Map<String, Set<String>> methods = new HashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RubyNames.class.getResourceAsStream("ruby-names.txt")),
                StandardCharsets.UTF_8))) {
      for (String line : reader.lines().toList()) {
        int colon = line.indexOf(": ");
        if (colon > 0 && !line.startsWith("#")) {
          methods
              .computeIfAbsent(line.substring(0, colon), owner -> new HashSet<>())
              .addAll(Set.of(line.substring(colon + 2).trim().split("\\s+")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return methods;
  }
}
