package io.millrace.api;

import java.util.Optional;

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

  /**
   * A parameter that the plugin around it reads in its section, such as {@code weight} of a {@code
   * <store>}: known from now on, whether it is there or not.
   */
  Optional<String> parameter(String name);

  /** {@code file:line} of its section. */
  String location();

  /**
   * Creates it in {@code context}. For implementations of {@link PluginContext} only: a plugin
   * calls {@link PluginContext#open}, which sees to the phases of the nested plugin too.
   */
  P create(PluginContext context);
}
