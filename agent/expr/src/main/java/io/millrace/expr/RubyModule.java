package io.millrace.expr;

/**
 * A class or module as a value: what a constant such as {@code String}, {@code JSON} or {@code ENV}
 * stands for.
 *
 * @param name its Ruby name
 * @param methods the methods called on it itself
 */
record RubyModule(String name, MethodTable<RubyModule> methods) {

  static RubyModule plain(String name) {
    return new RubyModule(name, new MethodTable<>(name + ".class"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RubyModule module && module.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
