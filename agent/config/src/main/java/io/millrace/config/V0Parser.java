package io.millrace.config;

import io.millrace.api.ConfigException;
import io.millrace.api.ConfigException.Problem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the format that Fluentd had before version 1 ({@code --use-v0-config}): one thing in each
 * line, values raw, without quotes and embedded code. Files it includes are read as version 1.
 */
final class V0Parser {

  private static final Pattern START = Pattern.compile("<([A-Za-z0-9_]+)\\s*(.*?)>");
  private static final Pattern END = Pattern.compile("</([A-Za-z0-9_]+)\\s*>");
  private static final Pattern INCLUDE_TAG = Pattern.compile("<include\\s+(.*?)\\s*/>");
  private static final Pattern PARAMETER = Pattern.compile("([A-Za-z0-9_@]+)(?:\\s+(.*))?");

  private final List<String> lines;
  private final String name;
  private final Includes includes;
  private int at;

  V0Parser(String text, String name, Includes includes) {
    this.lines = text.lines().toList();
    this.name = name;
    this.includes = includes;
  }

  /** Reads the whole text into the root. */
  void readInto(Target target) {
    body(target);
    if (at < lines.size()) {
      throw error("unmatched end tag");
    }
  }

  /** Reads up to an end tag, which is left, or to the end. */
  private void body(Target target) {
    while (at < lines.size()) {
      String line = withoutComment(lines.get(at));
      if (line.startsWith("</")) {
        return;
      }
      at++;
      if (!line.isEmpty()) {
        line(line, target);
      }
    }
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).strip();
  }

  private void line(String line, Target target) {
    SourceLocation location = new SourceLocation(name, at);
    Matcher include = INCLUDE_TAG.matcher(line);
    Matcher start = START.matcher(line);
    Matcher parameter = PARAMETER.matcher(line);
    if (include.matches()) {
      include(include.group(1), target, location);
    } else if (start.matches()) {
      target.element().add(section(start.group(1), start.group(2).strip(), target, location));
    } else if (!parameter.matches()) {
      at--;
      throw error("expected <section>, </section> or name value, but got '" + line + "'");
    } else {
      String value = parameter.group(2) == null ? "" : parameter.group(2).strip();
      boolean root = target.section().equals(ConfigElement.ROOT);
      if (parameter.group(1).equals("@include") || root && parameter.group(1).equals("include")) {
        include(value, target, location);
      } else {
        target
            .element()
            .add(new Parameter(parameter.group(1), ConfigValue.unquoted(value), location));
      }
    }
  }

  private ConfigElement section(
      String section, String argument, Target around, SourceLocation location) {
    if (around.depth() >= ReadLimits.MAX_DEPTH) {
      throw error("sections nest deeper than " + ReadLimits.MAX_DEPTH);
    }
    ConfigElement.Builder element = ConfigElement.builder(section, argument, location);
    body(new Target(element, section, around.depth() + 1));
    Matcher end = END.matcher(at < lines.size() ? withoutComment(lines.get(at)) : "");
    if (!end.matches() || !end.group(1).equals(section)) {
      throw error("expected end tag '</" + section + ">'");
    }
    at++;
    return element.build();
  }

  private void include(String uri, Target target, SourceLocation location) {
    try {
      includes.include(uri, target, location);
    } catch (IncludeException e) {
      at--;
      throw error("include error " + uri + " - " + e.getMessage());
    }
  }

  /** A problem in the line that is read next. */
  private ConfigException error(String message) {
    String place = new SourceLocation(name, at + 1).toString();
    return new ConfigException(List.of(new Problem(place, "", message)));
  }
}
