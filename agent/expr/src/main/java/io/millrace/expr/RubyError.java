package io.millrace.expr;

import java.util.Map;

/**
 * An exception object, as {@code rescue => e} sees it.
 *
 * @param errorClass its Ruby class
 * @param message its message
 */
record RubyError(String errorClass, String message) {

  /** The superclass of each known error class below {@code StandardError}. */
  private static final Map<String, String> PARENTS =
      Map.ofEntries(
          Map.entry("StandardError", "Exception"),
          Map.entry("ArgumentError", "StandardError"),
          Map.entry("EncodingError", "StandardError"),
          Map.entry("FloatDomainError", "RangeError"),
          Map.entry("FrozenError", "RuntimeError"),
          Map.entry("IOError", "StandardError"),
          Map.entry("IndexError", "StandardError"),
          Map.entry("KeyError", "IndexError"),
          Map.entry("StopIteration", "IndexError"),
          Map.entry("Math::DomainError", "ArgumentError"),
          Map.entry("NameError", "StandardError"),
          Map.entry("NoMethodError", "NameError"),
          Map.entry("RangeError", "StandardError"),
          Map.entry("RegexpError", "StandardError"),
          Map.entry("RuntimeError", "StandardError"),
          Map.entry("SystemCallError", "StandardError"),
          Map.entry("TypeError", "StandardError"),
          Map.entry("ZeroDivisionError", "StandardError"),
          Map.entry("JSON::JSONError", "StandardError"),
          Map.entry("JSON::ParserError", "JSON::JSONError"),
          Map.entry("JSON::GeneratorError", "JSON::JSONError"),
          Map.entry("JSON::NestingError", "JSON::ParserError"));

  static boolean isErrorClass(String name) {
    return name.equals("Exception") || PARENTS.containsKey(name);
  }

  /** True if an error of this class is caught by {@code rescue name}. */
  static boolean isA(String errorClass, String name) {
    for (String at = errorClass; at != null; at = PARENTS.get(at)) {
      if (at.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
