package io.millrace.plugins.filter;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordPath;
import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Compiles texts with the placeholders that need no Ruby: {@code ${tag}}, {@code ${tag_parts[1]}},
 * {@code ${record["key"]}} and the like. What is no such placeholder, in exactly this spelling,
 * counts as nil; a warning says so once.
 *
 * <p>Source: Fluentd's record_transformer, PlaceholderExpander.
 */
final class Placeholders implements ValueTemplate.Compiler {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]+\\}|__[A-Z_]+__");
  private static final Pattern PIECE =
      Pattern.compile("\\$\\{(tag_parts|tag_prefix|tag_suffix)\\[(-?(?:0|[1-9]\\d{0,8}))\\]\\}");
  private static final Pattern FIELD = Pattern.compile("\\$\\{record\\[\"(.*)\"\\]\\}");

  /** What stands for a placeholder. */
  private interface Part {
    /** Appends it as text. */
    void text(EventScope scope, ByteArraySink out);

    /** Appends it as a value of its own type. */
    default void value(EventScope scope, PackWriter out) {
      ByteArraySink text = scope.text();
      text(scope, text);
      out.text(text.array(), 0, text.size());
    }
  }

  private final boolean typecast;
  private final ByteSlice hostname;
  private final Logger log;
  private final Strftime time = Strftime.of("%Y-%m-%d %H:%M:%S %z", Zone.local());

  Placeholders(boolean typecast, String hostname, Logger log) {
    this.typecast = typecast;
    this.hostname = ByteSlice.utf8(hostname);
    this.log = log;
  }

  @Override
  public ValueTemplate value(String text) {
    if (typecast && PLACEHOLDER.matcher(text).matches()) {
      return part(text)::value;
    }
    return key(text);
  }

  @Override
  public ValueTemplate key(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (matcher.find()) {
      parts.add(literal(text.substring(from, matcher.start())));
      parts.add(part(matcher.group()));
      from = matcher.end();
    }
    if (from == 0) {
      return ValueTemplate.constant(text);
    }
    parts.add(literal(text.substring(from)));
    return (scope, out) -> {
      ByteArraySink whole = scope.text();
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).text(scope, whole);
      }
      out.text(whole.array(), 0, whole.size());
    };
  }

  private static Part literal(String text) {
    ByteSlice bytes = ByteSlice.utf8(text);
    return (scope, out) -> out.write(bytes);
  }

  private Part part(String placeholder) {
    switch (placeholder) {
      case "${tag}" -> {
        return (scope, out) -> out.write(scope.tag().utf8());
      }
      case "${hostname}" -> {
        return (scope, out) -> out.write(hostname);
      }
      case "${time}" -> {
        return (scope, out) -> time.format(scope.event().seconds(), scope.event().nanos(), out);
      }
      default -> {
        Matcher piece = PIECE.matcher(placeholder);
        if (piece.matches()) {
          return piece(placeholder, piece.group(1), Integer.parseInt(piece.group(2)));
        }
        Matcher field = FIELD.matcher(placeholder);
        if (field.matches()) {
          return new Field(RecordPath.ofKey(field.group(1)), new Unknown(placeholder));
        }
        Unknown unknown = new Unknown(placeholder);
        unknown.warn();
        return unknown;
      }
    }
  }

  private Part piece(String placeholder, String name, int index) {
    Unknown unknown = new Unknown(placeholder);
    Function<EventScope, Optional<ByteSlice>> piece =
        switch (name) {
          case "tag_prefix" -> scope -> at(scope.tagPrefixes(), index);
          case "tag_suffix" -> scope -> at(scope.tagSuffixes(), index);
          default -> scope -> tagPart(scope.tag(), index);
        };
    return new Part() {
      @Override
      public void text(EventScope scope, ByteArraySink out) {
        piece.apply(scope).ifPresentOrElse(out::write, unknown::warn);
      }

      @Override
      public void value(EventScope scope, PackWriter out) {
        piece
            .apply(scope)
            .ifPresentOrElse(
                text -> out.text(text.array(), text.offset(), text.length()),
                () -> unknown.value(scope, out));
      }
    };
  }

  private static Optional<ByteSlice> tagPart(Tag tag, int index) {
    return tag.part(index).map(ByteSlice::utf8);
  }

  private static Optional<ByteSlice> at(List<ByteSlice> pieces, int index) {
    int at = index < 0 ? pieces.size() + index : index;
    return at < 0 || at >= pieces.size() ? Optional.empty() : Optional.of(pieces.get(at));
  }

  /** A top-level field of the record, copied as it is packed. */
  private record Field(RecordPath key, Unknown unknown) implements Part {
    @Override
    public void text(EventScope scope, ByteArraySink out) {
      int at = scope.event().find(key);
      if (at < 0) {
        unknown.warn();
      } else {
        PackText.write(scope.event().array(), at, out);
      }
    }

    @Override
    public void value(EventScope scope, PackWriter out) {
      EventView event = scope.event();
      int at = event.find(key);
      if (at < 0) {
        unknown.value(scope, out);
      } else {
        out.sink().write(event.array(), at, Pack.skip(event.array(), at) - at);
      }
    }
  }

  /** A placeholder without meaning: nil. */
  private final class Unknown implements Part {
    private final String placeholder;
    private final AtomicBoolean warned = new AtomicBoolean();

    Unknown(String placeholder) {
      this.placeholder = placeholder;
    }

    void warn() {
      if (warned.compareAndSet(false, true)) {
        log.warn("unknown placeholder `{}` found", placeholder);
      }
    }

    @Override
    public void text(EventScope scope, ByteArraySink out) {
      warn();
    }

    @Override
    public void value(EventScope scope, PackWriter out) {
      warn();
      out.nil();
    }
  }
}
