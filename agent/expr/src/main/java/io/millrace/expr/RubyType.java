package io.millrace.expr;

import io.millrace.event.RubyRegexp;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Ruby classes values can have, each with its methods and what it is a kind of. */
@SuppressWarnings("ImmutableEnumChecker") // the tables are filled before the first call only
enum RubyType {
  NIL("NilClass", NilMethods.TABLE),
  TRUE("TrueClass", BooleanMethods.TABLE),
  FALSE("FalseClass", BooleanMethods.TABLE),
  INTEGER("Integer", IntegerMethods.TABLE, "Numeric", "Comparable"),
  FLOAT("Float", FloatMethods.TABLE, "Numeric", "Comparable"),
  STRING("String", StringMethods.TABLE, "Comparable"),
  SYMBOL("Symbol", SymbolMethods.TABLE, "Comparable"),
  ARRAY("Array", ArrayMethods.TABLE, "Enumerable"),
  HASH("Hash", HashMethods.TABLE, "Enumerable"),
  RANGE("Range", RangeMethods.TABLE, "Enumerable"),
  ENUMERATOR("Enumerator", EnumeratorMethods.TABLE, "Enumerable"),
  REGEXP("Regexp", RegexpMethods.TABLE),
  MATCH("MatchData", MatchMethods.TABLE),
  TIME("Time", TimeMethods.TABLE, "Comparable"),
  ERROR("Exception", ErrorMethods.TABLE),
  MODULE("Module", new MethodTable<RubyModule>("Module")),
  /** Values of a record that Ruby has no class for here: binary data, extension types. */
  OPAQUE("Object", new MethodTable<Object>("Object"));

  private final String rubyName;
  private final MethodTable<?> methods;
  private final Set<String> ancestors;

  RubyType(String rubyName, MethodTable<?> methods, String... ancestors) {
    this.rubyName = rubyName;
    this.methods = methods;
    this.ancestors = Set.of(ancestors);
  }

  static RubyType of(@Nullable Object value) {
    if (value instanceof String) {
      return STRING;
    }
    if (value == null) {
      return NIL;
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return INTEGER;
    }
    if (value instanceof Map<?, ?>) {
      return HASH;
    }
    if (value instanceof List<?>) {
      return ARRAY;
    }
    if (value instanceof Boolean truth) {
      return truth ? TRUE : FALSE;
    }
    return value instanceof Double ? FLOAT : ofRubyKind(value);
  }

  private static RubyType ofRubyKind(Object value) {
    if (value instanceof RubySymbol) {
      return SYMBOL;
    }
    if (value instanceof RubyTime) {
      return TIME;
    }
    if (value instanceof RubyRange) {
      return RANGE;
    }
    if (value instanceof RubyRegexp) {
      return REGEXP;
    }
    if (value instanceof RubyEnumerator) {
      return ENUMERATOR;
    }
    if (value instanceof RubyMatch) {
      return MATCH;
    }
    if (value instanceof RubyError) {
      return ERROR;
    }
    if (value instanceof RubyModule) {
      return MODULE;
    }
    return OPAQUE;
  }

  String rubyName() {
    return rubyName;
  }

  /** The method of this name, of the class itself or of every object. */
  Optional<RubyMethod> find(String name) {
    return methods.find(name).or(() -> ObjectMethods.TABLE.find(name));
  }

  /** True if a value of this class is a kind of the named class or module. */
  boolean isA(String name) {
    return rubyName.equals(name)
        || ancestors.contains(name)
        || name.equals("Object")
        || name.equals("BasicObject")
        || name.equals("Kernel");
  }
}
