package io.millrace.plugins.exec;

import io.millrace.api.Tag;

/** What {@code remove_prefix} takes off tags: whole parts only. */
final class TagPrefix {
  private final String prefix;

  TagPrefix(String prefix) {
    this.prefix = prefix;
  }

  /** {@code tag} without it, if it starts with it. */
  Tag removedFrom(Tag tag) {
    String text = tag.value();
    if (text.equals(prefix)) {
      return Tag.of("");
    }
    boolean starts = text.startsWith(prefix) && text.charAt(prefix.length()) == '.';
    return starts ? Tag.of(text.substring(prefix.length() + 1)) : tag;
  }
}
