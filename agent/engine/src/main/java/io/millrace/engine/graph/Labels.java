package io.millrace.engine.graph;

import io.millrace.api.EventSink;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.engine.route.ErrorRoute;
import io.millrace.engine.route.Router;
import io.millrace.engine.route.Unmatched;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * The root and the labels of a configuration, each with its router. All exist before any plugin, so
 * that a plugin can name a label that comes later.
 */
final class Labels {
  private static final String ROOT = "@ROOT";
  private static final String ERROR = "@ERROR";
  private static final String LOG_EVENTS = "@FLUENT_LOG";

  private final ErrorRoute errors;
  private final Diagnostics diagnostics;
  private final Logger log;
  private final Scope root;
  private final Map<String, Scope> labels = new LinkedHashMap<>();

  Labels(ErrorRoute errors, Diagnostics diagnostics, Logger log, int workers) {
    this.errors = errors;
    this.diagnostics = diagnostics;
    this.log = log;
    this.root = new Scope("", new Router(new Unmatched(log), errors), workers);
  }

  /** Adds the label of a {@code <label>} section; a problem of the section is noted. */
  void add(TopLevel.Placed placed) {
    ConfigElement element = placed.element();
    element.markUsed();
    String name = element.argument();
    if (name.isEmpty()) {
      problem(element, "Missing symbol argument on <label> directive");
    } else if (name.equals(ROOT)) {
      problem(element, "@ROOT for <label> is not permitted, reserved for getting root router");
    } else if (labels.containsKey(name)) {
      problem(element, "Section <label " + name + "> appears twice");
    } else {
      labels.put(name, new Scope(name, router(name), placed.workers()));
      if (element.children("match").isEmpty()) {
        problem(element, "Missing <match> sections in <label " + name + "> section");
      }
    }
  }

  private Router router(String name) {
    if (name.equals(ERROR)) {
      Router router = new Router(new Unmatched(log), errors.withoutLabel());
      errors.errorLabel(router);
      return router;
    }
    // A line about a line that nobody wants would be such a line itself.
    EventSink unmatched =
        name.equals(LOG_EVENTS) ? (tag, events) -> EventSink.DONE : new Unmatched(log);
    return new Router(unmatched, errors);
  }

  private void problem(ConfigElement element, String reason) {
    diagnostics.problem(element.location(), "label", reason);
  }

  Scope root() {
    return root;
  }

  /** The label called {@code name}, {@code @ROOT} being the root. */
  Optional<Scope> find(String name) {
    return name.equals(ROOT) ? Optional.of(root) : Optional.ofNullable(labels.get(name));
  }
}
