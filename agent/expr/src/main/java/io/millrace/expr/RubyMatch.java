package io.millrace.expr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A successful match, Ruby's {@code MatchData}. Offsets are in UTF-8 bytes of the subject. */
final class RubyMatch {

  private final byte[] subject;
  private final int[] begins;
  private final int[] ends;
  private final List<String> names;
  private final List<Integer> nameGroups;

  /**
   * Wraps a match.
   *
   * @param begins start of each group, the whole match first; -1 for a group that took no part
   * @param ends end of each group
   * @param names the named groups
   * @param nameGroups the group of each name
   */
  RubyMatch(
      byte[] subject, int[] begins, int[] ends, List<String> names, List<Integer> nameGroups) {
    this.subject = subject;
    this.begins = begins;
    this.ends = ends;
    this.names = names;
    this.nameGroups = nameGroups;
  }

  int groups() {
    return begins.length;
  }

  int begin() {
    return begins[0];
  }

  int end() {
    return ends[0];
  }

  /** The text of the whole match. */
  String text() {
    return between(begins[0], ends[0]);
  }

  /** The text of a group; nil if it took no part or does not exist. */
  @Nullable String group(int group) {
    int wanted = group < 0 ? group + begins.length : group;
    return wanted < 0 || wanted >= begins.length || begins[wanted] < 0
        ? null
        : between(begins[wanted], ends[wanted]);
  }

  /** The text of a named group. */
  @Nullable String group(String name) {
    int at = names.lastIndexOf(name);
    if (at < 0) {
      throw new ExpressionException("IndexError", "undefined group name reference: " + name);
    }
    return group(nameGroups.get(at));
  }

  List<String> names() {
    return names;
  }

  /** The groups without the whole match. */
  List<@Nullable Object> captures() {
    List<@Nullable Object> captures = new ArrayList<>();
    for (int i = 1; i < begins.length; i++) {
      captures.add(group(i));
    }
    return captures;
  }

  String before() {
    return between(0, begins[0]);
  }

  String after() {
    return between(ends[0], subject.length);
  }

  /** Where a group starts, in characters; -1 if it took no part. */
  long beginCharacter(int group) {
    return begins[group] < 0 ? -1 : Texts.length(between(0, begins[group]));
  }

  private String between(int from, int to) {
    return new String(subject, from, to - from, StandardCharsets.UTF_8);
  }
}
