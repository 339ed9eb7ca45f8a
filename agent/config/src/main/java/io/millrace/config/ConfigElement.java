package io.millrace.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One section of a configuration: {@code <name argument>}, its parameters and its sub-sections,
 * each in the order of the text and with its place in it. The root of a configuration is an element
 * named {@code ROOT}.
 *
 * <p>What an element holds never changes once it is built. It also remembers which of its
 * parameters and sub-sections somebody has used, for the warnings about the others ({@link
 * UnusedReport}); configuring is done by one thread.
 */
public final class ConfigElement {

  /** The name of the element that holds a whole configuration. */
  public static final String ROOT = "ROOT";

  private final String name;
  private final String argument;
  private final SourceLocation location;
  private final Map<String, Parameter> parameters;
  private final List<ConfigElement> children;
  private final Use use;

  /** Who has asked for what: shared by an element and its copy with defaults. */
  private static final class Use {
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private boolean section;
  }

  private ConfigElement(Builder builder) {
    this(builder, new Use());
  }

  private ConfigElement(Builder builder, ConfigElement original) {
    this(builder, original.use);
  }

  private ConfigElement(Builder builder, Use use) {
    this.use = use;
    this.name = builder.name;
    this.argument = builder.argument;
    this.location = builder.location;
    this.parameters = new LinkedHashMap<>(builder.parameters);
    this.children = List.copyOf(builder.children);
  }

  /** Starts an element. */
  public static Builder builder(String name, String argument, SourceLocation location) {
    return new Builder(name, argument, location);
  }

  /** The section's name, such as {@code match}. */
  public String name() {
    return name;
  }

  /** What stands behind the name in the start tag; empty if nothing does. */
  public String argument() {
    return argument;
  }

  /** Where the start tag stands. */
  public SourceLocation location() {
    return location;
  }

  /** All parameters in order; the last one wins where a name was written twice. */
  public Collection<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  /** All sub-sections in order. */
  public List<ConfigElement> children() {
    return children;
  }

  /** The sub-sections of one name, in order. */
  public List<ConfigElement> children(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).toList();
  }

  /** Looks a parameter up without counting it as used. */
  public Optional<Parameter> peek(String parameter) {
    return Optional.ofNullable(parameters.get(parameter));
  }

  /** Looks a parameter up and counts it as used, and as known even if it is not there. */
  public Optional<Parameter> use(String parameter) {
    use.parameters.add(parameter);
    return peek(parameter);
  }

  /**
   * The text of a parameter, counted as used; absent also if its value is nil or the default. A
   * convenience for the few parameters that are read before a plugin exists, such as {@code @type}.
   */
  public Optional<String> text(String parameter) {
    return use(parameter)
        .filter(found -> !found.value().isNil() && !found.value().isDefault())
        .map(Parameter::text);
  }

  /** The plugin type, {@code @type} (or the deprecated {@code type}), counted as used. */
  public Optional<String> type() {
    return text("@type").or(() -> text("type"));
  }

  /** The plugin id, {@code @id} (or the deprecated {@code id}), counted as used. */
  public Optional<String> id() {
    return text("@id").or(() -> text("id"));
  }

  /** Counts this whole section as known to the plugin around it. */
  public void markUsed() {
    use.section = true;
  }

  /** Counts this section, everything in it, and the same of all sub-sections as used. */
  public void markAllUsed() {
    use.section = true;
    use.parameters.addAll(parameters.keySet());
    children.forEach(ConfigElement::markAllUsed);
  }

  /** True once {@link #markUsed} was called. */
  public boolean isUsed() {
    return use.section;
  }

  /** Every name somebody asked for, whether it is there or not. */
  Set<String> knownNames() {
    return Set.copyOf(use.parameters);
  }

  /** The parameters nobody asked for, in order. */
  public List<Parameter> unusedParameters() {
    return parameters.values().stream()
        .filter(parameter -> !use.parameters.contains(parameter.name()))
        .toList();
  }

  /** Hides a parameter's value in every dump from now on. */
  public void markSecret(String parameter) {
    use.secrets.add(parameter);
  }

  /** True if the parameter's value must not be shown. */
  public boolean isSecret(String parameter) {
    return use.secrets.contains(parameter);
  }

  /** The parameter's value as it may be shown: masked if it is secret. */
  public String shown(Parameter parameter) {
    return isSecret(parameter.name()) ? ConfigDump.MASK : parameter.text();
  }

  /**
   * This element with parameters that the user did not write. It shares the record of what is used
   * with this one.
   *
   * @param defaults values by name; none of them is a parameter of this element
   */
  public ConfigElement withDefaults(Map<String, String> defaults) {
    Builder copy = toBuilder();
    defaults.forEach(copy::add);
    return new ConfigElement(copy, this);
  }

  /** This element with more sections. It shares the record of what is used with this one. */
  public ConfigElement withSections(List<ConfigElement> sections) {
    Builder copy = toBuilder();
    sections.forEach(copy::add);
    return new ConfigElement(copy, this);
  }

  /** Starts an element that holds everything of this one. */
  public Builder toBuilder() {
    Builder copy = new Builder(name, argument, location);
    parameters.values().forEach(copy::add);
    children.forEach(copy::add);
    return copy;
  }

  /** The element as configuration text, secrets masked. */
  @Override
  public String toString() {
    return ConfigDump.of(this);
  }

  /** Collects the parts of an element. */
  public static final class Builder {
    private final String name;
    private final String argument;
    private final SourceLocation location;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final List<ConfigElement> children = new ArrayList<>();

    private Builder(String name, String argument, SourceLocation location) {
      this.name = name;
      this.argument = argument;
      this.location = location;
    }

    /** Adds a parameter; one of the same name keeps its position and gets the new value. */
    public Builder add(Parameter parameter) {
      parameters.put(parameter.name(), parameter);
      return this;
    }

    /** Adds an unquoted parameter that stands where the section does. */
    public Builder add(String parameter, String text) {
      return add(new Parameter(parameter, ConfigValue.unquoted(text), location));
    }

    /** Adds everything another element holds. */
    Builder addAll(ConfigElement other) {
      other.parameters().forEach(this::add);
      other.children().forEach(this::add);
      return this;
    }

    /** Adds a sub-section behind the others. */
    public Builder add(ConfigElement child) {
      children.add(child);
      return this;
    }

    /** Makes the element. */
    public ConfigElement build() {
      return new ConfigElement(this);
    }
  }
}
