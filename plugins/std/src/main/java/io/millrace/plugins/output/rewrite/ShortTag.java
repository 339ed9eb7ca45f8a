package io.millrace.plugins.output.rewrite;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.RubyMatcher;
import io.millrace.event.RubyRegexp;
import java.util.Optional;

/**
 * The tag of a stream as templates see it.
 *
 * @param shortened the tag without what {@code remove_tag_prefix} or {@code remove_tag_regexp} take
 *     away
 * @param hostname what {@code ${hostname}} stands for
 */
record ShortTag(Tag shortened, String hostname) {

  static ShortTag of(Tag tag, Optional<RubyRegexp> removed, String hostname) {
    return new ShortTag(removed.map(regexp -> without(regexp, tag)).orElse(tag), hostname);
  }

  private static Tag without(RubyRegexp regexp, Tag tag) {
    RubyMatcher matcher = regexp.matcher();
    ByteSlice text = tag.utf8();
    if (!matcher.find(text)) {
      return tag;
    }
    int from = matcher.start() - text.offset();
    int to = matcher.end() - text.offset();
    return Tag.of(text.slice(0, from) + text.slice(to, text.length() - to).toString());
  }

  String text() {
    return shortened.value();
  }

  Optional<String> part(int index) {
    return shortened.part(index);
  }

  @Override
  public String toString() {
    return text();
  }
}
