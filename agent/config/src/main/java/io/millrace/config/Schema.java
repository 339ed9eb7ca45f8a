package io.millrace.config;

import io.millrace.api.Argument;
import io.millrace.api.Child;
import io.millrace.api.Fields;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.Plugin;
import io.millrace.api.Section;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a config record declares: one field for each component, in order. Read from the record once;
 * the binder, the warnings and the reference pages all read this.
 *
 * @param type the record
 */
public record Schema(Class<? extends Record> type, List<Field> fields) {
  private static final ClassValue<Schema> SCHEMAS =
      new ClassValue<>() {
        @Override
        protected Schema computeValue(Class<?> type) {
          return reflect(type.asSubclass(Record.class));
        }
      };

  /** One component of the record. */
  public sealed interface Field {
    /** Name of the parameter or section as a user writes it; empty for an argument or a group. */
    String name();

    /** One sentence. */
    String doc();
  }

  /**
   * A parameter.
   *
   * @param type its Java type, without {@code Optional}
   * @param def default as a user would write it; empty if there is none
   */
  public record Parameter(
      String name, String doc, Type type, boolean optional, Optional<String> def, Param options)
      implements Field {
    /** Whether it must be there. */
    public boolean required() {
      return !optional && def.isEmpty();
    }
  }

  /**
   * A section, of a record or of a nested plugin.
   *
   * @param type the record, or the kind of plugin
   * @param nested whether it is a nested plugin
   */
  public record SubSection(
      String name, String doc, Class<?> type, boolean nested, Occurs occurs, Section options)
      implements Field {}

  /** How often a section may occur. */
  public enum Occurs {
    /** Once, and it is there always (made of defaults if the user wrote none). */
    ONCE,
    /** At most once. */
    AT_MOST_ONCE,
    /** Any number of times. */
    REPEATED
  }

  /** The argument of the section. */
  public record SectionArgument(String doc, Type type, boolean optional, Optional<String> def)
      implements Field {
    @Override
    public String name() {
      return "";
    }
  }

  /** All parameters that no other field names. */
  public record OtherParameters(String doc) implements Field {
    @Override
    public String name() {
      return "";
    }
  }

  /** A record whose fields count as if they stood here. */
  public record Group(Schema schema) implements Field {
    @Override
    public String name() {
      return "";
    }

    @Override
    public String doc() {
      return "";
    }
  }

  /**
   * What {@code type} declares.
   *
   * @throws IllegalStateException if a component has no annotation, or one that does not go with
   *     its type: a mistake of the plugin's author
   */
  public static Schema of(Class<? extends Record> type) {
    return SCHEMAS.get(type);
  }

  /** All parameters, those of groups included. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    for (Field field : fields) {
      if (field instanceof Parameter parameter) {
        all.add(parameter);
      } else if (field instanceof Group group) {
        all.addAll(group.schema().parameters());
      }
    }
    return all;
  }

  /** All sections, those of groups included. */
  public List<SubSection> sections() {
    List<SubSection> all = new ArrayList<>();
    for (Field field : fields) {
      if (field instanceof SubSection section) {
        all.add(section);
      } else if (field instanceof Group group) {
        all.addAll(group.schema().sections());
      }
    }
    return all;
  }

  private static Schema reflect(Class<? extends Record> type) {
    return new Schema(type, Arrays.stream(type.getRecordComponents()).map(Schema::field).toList());
  }

  private static Field field(RecordComponent component) {
    Type type = component.getGenericType();
    Optional<Type> inOptional = typeArgument(type, Optional.class, 0);
    Param param = component.getAnnotation(Param.class);
    if (param != null) {
      return new Parameter(
          named(param.name(), component),
          param.doc(),
          inOptional.orElse(type),
          inOptional.isPresent(),
          def(param.def()),
          param);
    }
    Section section = component.getAnnotation(Section.class);
    if (section != null) {
      return section(component, type, inOptional, section);
    }
    Argument argument = component.getAnnotation(Argument.class);
    if (argument != null) {
      return new SectionArgument(
          argument.doc(), inOptional.orElse(type), inOptional.isPresent(), def(argument.def()));
    }
    Fields fields = component.getAnnotation(Fields.class);
    if (fields != null) {
      return new OtherParameters(fields.doc());
    }
    if (component.getAnnotation(Include.class) != null && component.getType().isRecord()) {
      return new Group(of(component.getType().asSubclass(Record.class)));
    }
    throw new IllegalStateException(
        "component "
            + component.getName()
            + " of "
            + component.getDeclaringRecord().getName()
            + " needs one of @Param, @Section, @Argument, @Fields, or @Include on a record");
  }

  private static SubSection section(
      RecordComponent component, Type type, Optional<Type> inOptional, Section section) {
    Optional<Type> inList = typeArgument(type, List.class, 0);
    Type element = inOptional.or(() -> inList).orElse(type);
    Occurs occurs =
        inList.isPresent()
            ? Occurs.REPEATED
            : inOptional.isPresent() ? Occurs.AT_MOST_ONCE : Occurs.ONCE;
    Optional<Type> kind = typeArgument(element, Child.class, 0);
    if (kind.isPresent()
        && kind.get() instanceof Class<?> plugin
        && Plugin.class.isAssignableFrom(plugin)) {
      return new SubSection(
          named(section.name(), component), section.doc(), plugin, true, occurs, section);
    }
    if (element instanceof Class<?> record && record.isRecord()) {
      return new SubSection(
          named(section.name(), component), section.doc(), record, false, occurs, section);
    }
    throw new IllegalStateException(
        "section "
            + component.getName()
            + " of "
            + component.getDeclaringRecord().getName()
            + " must be a record or a Child");
  }

  private static Optional<String> def(String def) {
    return def.equals(Param.REQUIRED) ? Optional.empty() : Optional.of(def);
  }

  /** Argument {@code index} of {@code type} if it is a {@code raw<...>}. */
  static Optional<Type> typeArgument(Type type, Class<?> raw, int index) {
    return type instanceof ParameterizedType generic && generic.getRawType() == raw
        ? Optional.of(generic.getActualTypeArguments()[index])
        : Optional.empty();
  }

  private static String named(String given, RecordComponent component) {
    return given.isEmpty() ? snakeCase(component.getName()) : given;
  }

  /** {@code flushInterval} as {@code flush_interval}. */
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
