package io.millrace.plugins.filter;

import io.millrace.event.EventView;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;
import io.millrace.plugins.filter.GrepFilter.Group;
import io.millrace.plugins.filter.GrepFilter.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All rules of one filter, sorted by what they do. {@code <and>} blocks join the top-level {@code
 * <regexp>}s, {@code <or>} blocks the top-level {@code <exclude>}s.
 */
final class GrepRules {
  private static final Pattern LEGACY = Pattern.compile("(regexp|exclude)([1-9]|1[0-9]|20)");

  /** Parameters that the engine reads in every plugin's section. */
  private static final Set<String> COMMON = Set.of("type", "id", "log_level");

  /** Rules of one kind, no two for the same key. */
  private static final class Rules {
    private final List<Rule> rules = new ArrayList<>();

    void add(Rule rule, String place) {
      if (rules.stream().anyMatch(known -> known.key().equals(rule.key()))) {
        throw new IllegalArgumentException("Duplicate key" + place + ": " + rule.key());
      }
      rules.add(rule);
    }

    boolean allMatch(EventView event) {
      for (int i = 0; i < rules.size(); i++) {
        if (!rules.get(i).matches(event)) {
          return false;
        }
      }
      return true;
    }

    boolean anyMatch(EventView event) {
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i).matches(event)) {
          return true;
        }
      }
      return false;
    }

    boolean isEmpty() {
      return rules.isEmpty();
    }
  }

  private final Rules keepIfAll = new Rules();
  private final Rules keepIfAny = new Rules();
  private final Rules dropIfAll = new Rules();
  private final Rules dropIfAny = new Rules();

  private GrepRules() {}

  static GrepRules of(
      List<Rule> regexp,
      List<Rule> exclude,
      List<Group> and,
      List<Group> or,
      Map<String, String> legacy) {
    GrepRules rules = new GrepRules();
    rules.addLegacy(legacy);
    regexp.forEach(rule -> rules.keepIfAll.add(rule, ""));
    exclude.forEach(rule -> rules.dropIfAny.add(rule, ""));
    and.forEach(group -> add(group, "<and>", rules.keepIfAll, rules.dropIfAll));
    or.forEach(group -> add(group, "<or>", rules.keepIfAny, rules.dropIfAny));
    return rules;
  }

  private static void add(Group group, String name, Rules keep, Rules drop) {
    if (!group.regexp().isEmpty() && !group.exclude().isEmpty()) {
      throw new IllegalArgumentException("Do not specify both <regexp> and <exclude> in " + name);
    }
    group.regexp().forEach(rule -> keep.add(rule, " in " + name));
    group.exclude().forEach(rule -> drop.add(rule, " in " + name));
  }

  private void addLegacy(Map<String, String> legacy) {
    legacy.forEach(
        (name, value) -> {
          Matcher matcher = LEGACY.matcher(name);
          if (matcher.matches()) {
            Rules rules = "regexp".equals(matcher.group(1)) ? keepIfAll : dropIfAny;
            rules.add(legacyRule(name, value), "");
          }
        });
  }

  private static Rule legacyRule(String name, String value) {
    int blank = value.indexOf(' ');
    if (blank < 0) {
      throw new IllegalArgumentException(
          name
              + " '"
              + value
              + "' does not contain 2 parameters: a key and a pattern are expected");
    }
    return new Rule(
        RecordPath.parse(value.substring(0, blank)), RubyRegexp.parse(value.substring(blank + 1)));
  }

  /** Names among {@code legacy} that are neither rules nor parameters of every plugin. */
  static List<String> unknown(Map<String, String> legacy) {
    return legacy.keySet().stream()
        .filter(name -> !name.startsWith("@") && !COMMON.contains(name))
        .filter(name -> !LEGACY.matcher(name).matches())
        .toList();
  }

  boolean keep(EventView event) {
    return keepIfAll.allMatch(event)
        && (keepIfAny.isEmpty() || keepIfAny.anyMatch(event))
        && (dropIfAll.isEmpty() || !dropIfAll.allMatch(event))
        && !dropIfAny.anyMatch(event);
  }
}
