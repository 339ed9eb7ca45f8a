package io.millrace.expr;

/** A Ruby symbol, {@code :name}. */
public record RubySymbol(String name) {

  @Override
  public String toString() {
    return name;
  }
}
