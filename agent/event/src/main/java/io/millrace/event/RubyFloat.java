package io.millrace.event;

/** A float as Ruby's {@code Float#to_s} writes it. */
public final class RubyFloat {
  private RubyFloat() {}

  /** The shortest text that reads back as {@code value}. */
  public static String toString(double value) {
    return Double.toString(value);
  }
}
