package io.millrace.config;

/**
 * One value as it was written, before a type is given to it. The text is final: quotes are removed,
 * escapes and embedded code are evaluated, JSON literals are compact.
 *
 * @param kind how the value was written
 * @param text the value's text; empty for {@link Kind#NIL} and {@link Kind#DEFAULT}
 */
public record ConfigValue(Kind kind, String text) {

  /** How a value was written, which matters to a few types and to the dump. */
  public enum Kind {
    /** Text up to the end of the line, or nothing at all. */
    UNQUOTED,
    /** A double or single quoted string. */
    QUOTED,
    /** A JSON array or object, as compact JSON. */
    JSON,
    /** A number or truth value of a YAML file. */
    SCALAR,
    /**
     * {@code use_nil} was called, or YAML's {@code null}: the parameter is there and has no value.
     */
    NIL,
    /** {@code use_default} was called: the parameter keeps its declared default. */
    DEFAULT
  }

  /** The value of a parameter whose embedded code called {@code use_nil}. */
  public static final ConfigValue NIL = new ConfigValue(Kind.NIL, "");

  /** The value of a parameter whose embedded code called {@code use_default}. */
  public static final ConfigValue DEFAULT = new ConfigValue(Kind.DEFAULT, "");

  /** A value as if it stood unquoted on its line. */
  public static ConfigValue unquoted(String text) {
    return new ConfigValue(Kind.UNQUOTED, text);
  }

  /** A value as if it stood in quotes. */
  public static ConfigValue quoted(String text) {
    return new ConfigValue(Kind.QUOTED, text);
  }

  /** True for {@code use_nil} and YAML's {@code null}. */
  public boolean isNil() {
    return kind == Kind.NIL;
  }

  /** True for {@code use_default}. */
  public boolean isDefault() {
    return kind == Kind.DEFAULT;
  }
}
