package io.millrace.verify.chart;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One section of a configuration text, read line by line: just enough to see on which line, and in
 * which section, the chart put a parameter. The agent's own parser is deliberately not used here.
 */
record ConfSection(
    String name, String argument, Map<String, String> params, List<ConfSection> sections) {

  static ConfSection parse(String text) {
    Iterator<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .iterator();
    return body("", "", lines);
  }

  private static ConfSection body(String name, String argument, Iterator<String> lines) {
    var section = new ConfSection(name, argument, new LinkedHashMap<>(), new ArrayList<>());
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.equals("</" + name + ">")) {
        return section;
      }
      section.take(line, lines);
    }
    if (!name.isEmpty()) {
      throw new IllegalArgumentException("<" + name + "> is not closed");
    }
    return section;
  }

  private void take(String line, Iterator<String> lines) {
    boolean opens = line.startsWith("<");
    String inner = opens ? line.substring(1, line.length() - 1) : line;
    String[] words = inner.split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    if (opens) {
      sections.add(body(words[0], rest, lines));
    } else if (params.put(words[0], rest) != null) {
      throw new IllegalArgumentException("twice in <" + name + ">: " + line);
    }
  }

  /** The only subsection of that name. */
  ConfSection section(String wanted) {
    List<ConfSection> found = sections.stream().filter(s -> s.name.equals(wanted)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " sections <" + wanted + "> in " + this);
    }
    return found.get(0);
  }

  /** The plugin with this {@code @id}, at any depth. */
  ConfSection plugin(String id) {
    return all()
        .filter(s -> id.equals(s.params.get("@id")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no @id " + id + " in " + this));
  }

  /** The {@code @id}s of this section and those below it, in the order of the text. */
  List<String> ids() {
    return all().filter(s -> s.params.containsKey("@id")).map(s -> s.params.get("@id")).toList();
  }

  private Stream<ConfSection> all() {
    return Stream.concat(Stream.of(this), sections.stream().flatMap(ConfSection::all));
  }
}
