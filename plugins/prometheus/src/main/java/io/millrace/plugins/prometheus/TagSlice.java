package io.millrace.plugins.prometheus;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a tag: {@code tag_parts[N]}, {@code tag_prefix[N]} (parts up to N), {@code
 * tag_suffix[N]} (parts from N on); negative numbers count from the end. The last tag's is kept,
 * for events of one tag come together.
 */
final class TagSlice {
  private final String of;
  private final int index;
  private volatile @Nullable Known last;

  private record Known(Tag tag, Optional<ByteSlice> value) {}

  TagSlice(String of, int index) {
    this.of = of;
    this.index = index;
  }

  /** Appends it; false if the tag has no such part. */
  boolean write(Tag tag, ByteArraySink out) {
    Known known = last;
    if (known == null || !known.tag().equals(tag)) {
      known = new Known(tag, value(tag.parts()).map(ByteSlice::utf8));
      last = known;
    }
    if (known.value().isEmpty()) {
      return false;
    }
    ByteSlice bytes = known.value().get();
    out.write(bytes.array(), bytes.offset(), bytes.length());
    return true;
  }

  private Optional<String> value(List<String> parts) {
    int at = index < 0 ? parts.size() + index : index;
    if (at < 0 || at >= parts.size()) {
      return Optional.empty();
    }
    return switch (of) {
      case "tag_parts" -> Optional.of(parts.get(at));
      case "tag_prefix" -> Optional.of(String.join(".", parts.subList(0, at + 1)));
      case "tag_suffix" -> Optional.of(String.join(".", parts.subList(at, parts.size())));
      default -> Optional.empty();
    };
  }
}
