package io.millrace.config;

import io.millrace.api.ChunkStore;
import io.millrace.api.Formatter;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Parser;
import io.millrace.api.PluginFactory;
import io.millrace.api.ServiceDiscovery;
import io.millrace.api.Storage;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fills config records from sections. Collects every problem instead of stopping at the first; what
 * cannot be bound is empty then, and the problem is in the {@link Diagnostics}. For one thread.
 */
public final class Binder {
  private static final Map<Class<?>, String> KINDS =
      Map.of(
          Input.class, "input",
          Output.class, "output",
          Parser.class, "parser",
          Formatter.class, "formatter",
          ChunkStore.class, "buffer",
          ServiceDiscovery.class, "service_discovery",
          Storage.class, "storage");

  /** Parameters of every plugin's section, which the engine reads. */
  private static final Set<String> COMMON =
      Set.of("@type", "@id", "@label", "@log_level", "type", "id", "log_level");

  private final PluginCatalog catalog;
  private final ParameterBinder parameters;
  private final Diagnostics diagnostics;

  /**
   * A binder.
   *
   * @param strict whether values are read strictly ({@code strict_config_value})
   */
  public Binder(PluginCatalog catalog, boolean strict, Diagnostics diagnostics) {
    this.catalog = catalog;
    this.parameters = new ParameterBinder(new Converter(strict), diagnostics);
    this.diagnostics = diagnostics;
  }

  /** Where the problems are. */
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /** The plugins there are. */
  public PluginCatalog catalog() {
    return catalog;
  }

  /** The kind of plugin that {@code type} stands for in a config record. */
  public static String kind(Class<?> type) {
    return KINDS.getOrDefault(type, "filter");
  }

  /** The plugin that {@code element} configures by its {@code @type}. */
  public Optional<BoundChild<?>> bindPlugin(String kind, ConfigElement element) {
    return bindPlugin(kind, element, "");
  }

  /**
   * As {@link #bindPlugin(String, ConfigElement)}, of {@code defaultType} if it has no
   * {@code @type}.
   */
  public Optional<BoundChild<?>> bindPlugin(
      String kind, ConfigElement element, String defaultType) {
    element.markUsed();
    COMMON.forEach(element::use);
    warnOfOldNames(element);
    Optional<String> type =
        element.type().or(() -> Optional.of(defaultType).filter(text -> !text.isEmpty()));
    if (type.isEmpty()) {
      diagnostics.problem(
          element.location(),
          "@type",
          "Missing '@type' parameter "
              + (element.name().equals("store")
                  ? "in <store> section"
                  : "on <" + element.name() + "> directive"));
      return Optional.empty();
    }
    if (kind.equals("parser") && isExpression(type.get())) {
      ConfigElement settings = element.withDefaults(Map.of("expression", type.get()));
      return bindType(kind, "regexp", settings);
    }
    return bindType(kind, type.get(), element);
  }

  /** Whether a parser's type is short for {@code regexp} with this expression. */
  private static boolean isExpression(String type) {
    return type.length() > 1 && type.startsWith("/") && type.endsWith("/");
  }

  private Optional<BoundChild<?>> bindType(String kind, String type, ConfigElement element) {
    Optional<PluginFactory<?, ?>> factory = catalog.find(kind, type);
    if (factory.isEmpty()) {
      diagnostics.problem(element.location(), "@type", catalog.unknown(kind, type));
      return Optional.empty();
    }
    // A parser has no such parameters, and in another parser's section format may name its type.
    ConfigElement modern =
        kind.equals("parser")
            ? element
            : LegacyParameters.modernise(element, Schema.of(factory.get().config()));
    return bind(factory.get().config(), modern)
        .map(config -> new BoundChild<>(element, factory.get(), config));
  }

  /**
   * {@code type} and {@code id} stand for {@code @type} and {@code @id} where those are missing.
   */
  private void warnOfOldNames(ConfigElement element) {
    for (String name : List.of("type", "id", "log_level")) {
      Optional<Parameter> old = element.peek(name);
      if (old.isPresent() && element.peek("@" + name).isEmpty()) {
        diagnostics.warn(
            old.get().location(),
            "'" + name + "' is deprecated parameter name. use '@" + name + "' instead.");
      }
    }
  }

  /** A record of {@code type} from {@code element}. */
  public <C extends Record> Optional<C> bind(Class<C> type, ConfigElement element) {
    return bind(type, element, element.name());
  }

  private <C extends Record> Optional<C> bind(Class<C> type, ConfigElement element, String path) {
    element.markUsed();
    List<Schema.Field> fields = Schema.of(type).fields();
    Object[] values = new Object[fields.size()];
    boolean whole = true;
    for (int i = 0; i < values.length; i++) {
      Optional<Object> value = field(fields.get(i), element, path, type);
      if (value.isPresent()) {
        values[i] = value.get();
      } else {
        whole = false;
      }
    }
    return whole ? construct(type, values, element) : Optional.empty();
  }

  private Optional<Object> field(
      Schema.Field field, ConfigElement element, String path, Class<? extends Record> owner) {
    if (field instanceof Schema.Parameter parameter) {
      return parameters.parameter(parameter, element, path);
    } else if (field instanceof Schema.SubSection section) {
      return section(section, element, path);
    } else if (field instanceof Schema.SectionArgument argument) {
      return parameters.argument(argument, element);
    } else if (field instanceof Schema.OtherParameters) {
      return Optional.of(others(element, owner));
    } else if (field instanceof Schema.Group group) {
      return bind(group.schema().type(), element, path).map(record -> record);
    }
    throw new IllegalStateException("no such field: " + field);
  }

  private Optional<Object> section(Schema.SubSection section, ConfigElement element, String path) {
    List<ConfigElement> written = element.children(section.name());
    if (section.options().required() && written.isEmpty()) {
      diagnostics.problem(
          element.location(), section.name(), "'<" + section.name() + ">' sections are required");
      return Optional.empty();
    }
    if (section.occurs() == Schema.Occurs.REPEATED) {
      List<Object> all = new ArrayList<>();
      for (ConfigElement child : written) {
        sectionElement(section, withDefaults(section, child), path).ifPresent(all::add);
      }
      return all.size() == written.size() ? Optional.of(List.copyOf(all)) : Optional.empty();
    }
    if (written.size() > 1) {
      written.forEach(ConfigElement::markUsed);
      diagnostics.problem(
          written.get(1).location(),
          section.name(),
          "'<" + section.name() + ">' section cannot be written twice or more");
      return Optional.empty();
    }
    if (written.isEmpty() && section.occurs() == Schema.Occurs.AT_MOST_ONCE) {
      return Optional.of(Optional.empty());
    }
    ConfigElement child =
        written.isEmpty()
            ? ConfigElement.builder(section.name(), "", element.location()).build()
            : written.get(0);
    Optional<Object> bound = sectionElement(section, withDefaults(section, child), path);
    return section.occurs() == Schema.Occurs.AT_MOST_ONCE && bound.isPresent()
        ? Optional.of(bound)
        : bound;
  }

  /** The section itself if the user wrote all that has a default; else a copy that has the rest. */
  private static ConfigElement withDefaults(Schema.SubSection section, ConfigElement child) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (String line : section.options().defaults()) {
      String[] words = line.split(" ", 2);
      boolean written =
          child.peek(words[0]).isPresent()
              || (words[0].equals("@type") && child.peek("type").isPresent());
      if (!written) {
        missing.put(words[0], words.length > 1 ? words[1] : "");
      }
    }
    if (missing.isEmpty()) {
      return child;
    }
    // What is bound is a copy, so the unused parameters of the original are those the copy leaves
    // unused too.
    return child.withDefaults(missing);
  }

  private Optional<Object> sectionElement(
      Schema.SubSection section, ConfigElement child, String path) {
    child.markUsed();
    if (section.nested()) {
      String other = section.options().typeParameter();
      String type = other.isEmpty() ? "" : child.text(other).orElse("");
      return bindPlugin(kind(section.type()), child, type).map(bound -> bound);
    }
    return bind(section.type().asSubclass(Record.class), child, path + " > " + section.name())
        .map(record -> record);
  }

  private static Map<String, String> others(ConfigElement element, Class<? extends Record> owner) {
    Set<String> named =
        Schema.of(owner).parameters().stream()
            .map(Schema.Parameter::name)
            .collect(Collectors.toSet());
    Map<String, String> others = new LinkedHashMap<>();
    // What the engine reads of every plugin, such as @type, is used already.
    for (Parameter parameter : element.unusedParameters()) {
      if (!named.contains(parameter.name())) {
        element.use(parameter.name());
        others.put(parameter.name(), parameter.text());
      }
    }
    return others;
  }

  private <C extends Record> Optional<C> construct(
      Class<C> type, Object[] values, ConfigElement element) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<C> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException wrong) {
        diagnostics.problem(element.location(), wrong);
        return Optional.empty();
      }
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }
}
