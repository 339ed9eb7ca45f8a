package io.millrace.plugins.http.in;

import io.millrace.api.Tag;
import java.util.Optional;

/** The tag that a path names: its parts joined with dots, as they were sent. */
final class RequestTag {
  private RequestTag() {}

  static Tag of(String target, Optional<String> prefix) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--; // empty parts at the end do not count, as with Ruby's split
    }
    String tag = end <= 1 ? "" : path.substring(1, end).replace('/', '.');
    return Tag.of(prefix.map(p -> p + "." + tag).orElse(tag));
  }
}
