package io.millrace.config;

import java.util.List;
import java.util.Set;

/**
 * Reads the text format of configurations, version 1: {@code <section argument>}, {@code name
 * value}, {@code @include}. Reading has no side effects but those of embedded code.
 */
final class V1Parser {

  private static final Set<String> SYSTEM_PARAMETERS =
      Set.of("@type", "@id", "@label", "@log_level");

  /** Sections in which any other parameter that starts with an at sign is an error. */
  private static final Set<String> RESERVING =
      Set.of(ConfigElement.ROOT, "match", "source", "filter", "system");

  private final ConfigText source;
  private final ValueParser values;
  private final Includes includes;
  private final List<String> warnings;

  V1Parser(ConfigText source, EmbeddedRuby ruby, Includes includes, List<String> warnings) {
    this.source = source;
    this.values = new ValueParser(source, ruby);
    this.includes = includes;
    this.warnings = warnings;
  }

  /** Reads a whole text into the root, or into the section that includes the text. */
  void readInto(Target target) {
    body(target);
    if (!source.atEnd()) {
      throw source.error("unmatched end tag");
    }
  }

  /** Reads up to an end tag, which is left, or to the end. */
  private void body(Target target) {
    while (true) {
      source.skipSpacesAndComments();
      if (source.atEnd() || source.peek() == '<' && source.peek(1) == '/') {
        return;
      }
      if (source.accept('<')) {
        target.element().add(section(target.depth() + 1));
      } else {
        line(target);
      }
    }
  }

  private ConfigElement section(int depth) {
    SourceLocation location = source.location();
    if (depth > ReadLimits.MAX_DEPTH) {
      throw source.error("sections nest deeper than " + ReadLimits.MAX_DEPTH);
    }
    String name = name();
    source.skipSpacesAndComments();
    String argument = values.text(this::endsArgument).text().strip();
    source.skipSpacesAndComments();
    if (!source.accept('>')) {
      throw source.error("expected '>' at the end of the tag <" + name);
    }
    requireLineEnd("expected end of line after tag");
    ConfigElement.Builder element = ConfigElement.builder(name, argument, location);
    body(new Target(element, name, depth));
    endTag(name);
    return element.build();
  }

  private String name() {
    int start = source.position();
    while (source.peek() < 0x80 && Character.isLetterOrDigit(source.peek())
        || source.peek() == '_') {
      source.next();
    }
    String name = source.text().substring(start, source.position());
    if (name.isEmpty()) {
      throw source.error("invalid name of a section; letters, digits and _ are allowed");
    }
    return name;
  }

  /** An unquoted argument ends before white space and the closing bracket. */
  private boolean endsArgument(int position) {
    int at = position;
    while (at < source.text().length() && ConfigText.isSpace(source.text().charAt(at))) {
      at++;
    }
    return at < source.text().length() && source.text().charAt(at) == '>';
  }

  private void endTag(String name) {
    if (source.atEnd()) {
      throw source.error("expected end tag '</" + name + ">' but got end of file");
    }
    source.moveTo(source.position() + 2);
    String found = name();
    if (!found.equals(name)) {
      throw source.error("unmatched end tag: expected </" + name + "> but got </" + found + ">");
    }
    source.skipSpacesAndComments();
    if (!source.accept('>')) {
      throw source.error("expected '>' at the end of the tag </" + name);
    }
    requireLineEnd("expected end of line after end tag");
  }

  private void requireLineEnd(String message) {
    if (!source.acceptLineEnd()) {
      throw source.error(message);
    }
  }

  private void line(Target target) {
    SourceLocation location = source.location();
    int start = source.position();
    String key = values.text(at -> ConfigText.isSpace(source.text().charAt(at))).text();
    boolean include = key.equals("@include");
    if (key.equals("include") && target.section().equals(ConfigElement.ROOT)) {
      warnings.add(location + ": 'include' is deprecated. Use '@include' instead");
      include = true;
    }
    if (include) {
      source.skipSpaces();
      include(target);
      return;
    }
    checkReserved(key, target.section(), location, start);
    target.element().add(new Parameter(key, parameterValue(), location));
  }

  private ConfigValue parameterValue() {
    boolean lineEnded = source.skipSpaces();
    if (lineEnded || source.atEnd()) {
      return ConfigValue.unquoted("");
    }
    ConfigValue value = values.value();
    requireLineEnd("expected end of line");
    return value;
  }

  private void checkReserved(String key, String section, SourceLocation location, int start) {
    if (!key.startsWith("@") || SYSTEM_PARAMETERS.contains(key)) {
      return;
    }
    String message = "'@' is the system reserved prefix, and '" + key + "' is no system parameter";
    if (RESERVING.contains(section)) {
      source.moveTo(start);
      throw source.error(message + ". Remove it, or write it without '@'");
    }
    warnings.add(location + ": " + message + ". It works in the nested configuration for now");
  }

  private void include(Target target) {
    SourceLocation location = source.location();
    int start = source.position();
    String uri =
        source.peek() == '"' || source.peek() == '\'' ? values.value().text() : values.plainLine();
    requireLineEnd("expected end of line");
    try {
      includes.include(uri, target, location);
    } catch (IncludeException e) {
      source.moveTo(start);
      throw source.error("include error " + uri + " - " + e.getMessage());
    }
  }
}
