package io.millrace.api;

/**
 * A nested plugin that is configured but not created, such as {@code <parse>}, {@code <format>} or
 * {@code <store>}. Opened with {@link PluginContext#open}.
 *
 * @param <P> its kind
 */
public interface Child<P extends Plugin> {
  /** Its {@code @type}. */
  String type();

  /**
   * The argument of its section, such as {@code ignore_error} of {@code <store ignore_error>};
   * empty if it has none.
   */
  String argument();

  /** {@code file:line} of its section. */
  String location();

  /**
   * Creates it in {@code context}. For implementations of {@link PluginContext} only: a plugin
   * calls {@link PluginContext#open}, which sees to the phases of the nested plugin too.
   */
  P create(PluginContext context);
}
