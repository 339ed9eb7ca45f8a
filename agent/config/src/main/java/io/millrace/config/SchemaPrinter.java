package io.millrace.config;

import io.millrace.api.PluginFactory;

/** Writes what a plugin can be configured with, from the record that declares it. */
public final class SchemaPrinter {
  private SchemaPrinter() {}

  /** One line per parameter, sections indented: {@code name: type: (default) # sentence}. */
  public static String text(PluginFactory<?, ?> factory) {
    return text(factory, false);
  }

  /** As {@link #text(PluginFactory)}, {@code compact} without the sentences. */
  public static String text(PluginFactory<?, ?> factory, boolean compact) {
    return new SchemaText(compact).plugin(factory);
  }

  /** A page with one table per section. */
  public static String markdown(PluginFactory<?, ?> factory) {
    return markdown(factory, false);
  }

  /** As {@link #markdown(PluginFactory)}, {@code compact} without the sentences. */
  public static String markdown(PluginFactory<?, ?> factory, boolean compact) {
    return new SchemaMarkdown(compact).plugin(factory);
  }

  /** The tables of a section that belongs to no plugin, its own parameters first. */
  public static String markdown(Class<? extends Record> section) {
    return new SchemaMarkdown(false).section(section);
  }

  /** The same as an object: {@code type}, {@code kind}, {@code parameters}, {@code sections}. */
  public static String json(PluginFactory<?, ?> factory) {
    return SchemaJson.plugin(factory);
  }
}
