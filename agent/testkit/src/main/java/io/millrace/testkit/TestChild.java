package io.millrace.testkit;

import io.millrace.api.Child;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A nested plugin of a test: made by a function instead of a configuration.
 *
 * @param <P> its kind
 */
public record TestChild<P extends Plugin>(
    String type, String argument, Map<String, String> parameters, Function<PluginContext, P> maker)
    implements Child<P> {
  /** Made by {@code maker}, without parameters. */
  public TestChild(String type, String argument, Function<PluginContext, P> maker) {
    this(type, argument, Map.of(), maker);
  }

  /** Made by {@code maker}, without an argument. */
  public static <P extends Plugin> TestChild<P> of(Function<PluginContext, P> maker) {
    return new TestChild<>("test", "", maker);
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  @Override
  public String location() {
    return "test:1";
  }

  @Override
  public P create(PluginContext context) {
    return maker.apply(context);
  }
}
