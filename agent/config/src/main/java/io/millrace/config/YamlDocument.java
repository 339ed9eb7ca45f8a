package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a YAML text as a tree of nodes. The nesting is checked first, because trees are recursive.
 */
final class YamlDocument {

  /** How often aliases may stand for a mapping or list; what they add up to is counted too. */
  private static final int MAX_ALIASES = 10_000;

  private YamlDocument() {}

  /**
   * The document of a text; empty if the text is.
   *
   * @param name what messages call the text
   * @throws ConfigException if it is no YAML, is larger or nests deeper than configurations may
   */
  static Optional<Node> compose(String text, String name) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setCodePointLimit(ReadLimits.MAX_FILE)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      checkDepth(new Parse(settings).parseString(text), name);
      return new Compose(settings).composeString(text);
    } catch (YamlEngineException e) {
      throw invalid(name, String.valueOf(e.getMessage()));
    }
  }

  private static void checkDepth(Iterable<Event> events, String name) {
    int depth = 0;
    for (Event event : events) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {} // a scalar or an alias nests nothing
      }
      if (depth > ReadLimits.MAX_DEPTH) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        throw invalid(
            new SourceLocation(name, line).toString(),
            "values nest deeper than " + ReadLimits.MAX_DEPTH);
      }
    }
  }

  private static ConfigException invalid(String place, String reason) {
    return new ConfigException(List.of(new Problem(place, "", "invalid YAML: " + reason)));
  }
}
