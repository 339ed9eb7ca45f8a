package io.millrace.plugins.prometheus;

import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordPath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of one label: a record accessor, or a text whose placeholders the tag and the record
 * fill in. A placeholder that nothing fills in stays as it is, and the log says so once.
 *
 * <p>Source: fluent-plugin-prometheus, labels and placeholders.
 */
final class LabelSource {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)\\}");
  private static final Pattern ITEM = Pattern.compile("([^\\[]+)\\[(?:\"([^\"]*)\"|(-?\\d+))\\]");

  /** A part of the value. */
  private interface Piece {
    /** Appends it; false if there is nothing to append. */
    boolean write(Tag tag, EventView event, ByteArraySink out);
  }

  private record Placeholder(String text, Piece piece) {}

  private final String name;
  private final String text;
  private final List<Placeholder> pieces = new ArrayList<>();
  private final Consumer<String> warn;
  private boolean dynamic;
  private volatile boolean warned;

  /**
   * Of the label {@code name}.
   *
   * @param value as it was written
   * @param warn takes the one warning
   * @throws IllegalArgumentException if an accessor is malformed
   */
  LabelSource(String name, String value, PluginContext context, Consumer<String> warn) {
    this.name = name;
    this.text = Labels.hostAndWorker(value, context);
    this.warn = warn;
    if (text.startsWith("$.") || text.startsWith("$[")) {
      RecordPath path = RecordPath.parse(text);
      dynamic = true;
      pieces.add(new Placeholder(text, (tag, event, out) -> accessor(path, event, out)));
    } else {
      parse();
    }
  }

  /** What an accessor does not find is empty. */
  private static boolean accessor(RecordPath path, EventView event, ByteArraySink out) {
    return append(event.bytes(path), out);
  }

  private void parse() {
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    while (matcher.find()) {
      literal(text.substring(end, matcher.start()));
      dynamic = true;
      pieces.add(new Placeholder(matcher.group(), piece(matcher.group(1))));
      end = matcher.end();
    }
    literal(text.substring(end));
  }

  private void literal(String part) {
    if (!part.isEmpty()) {
      ByteSlice bytes = ByteSlice.utf8(part);
      pieces.add(new Placeholder(part, (tag, event, out) -> append(bytes, out)));
    }
  }

  private static boolean append(ByteSlice bytes, ByteArraySink out) {
    out.write(bytes.array(), bytes.offset(), bytes.length());
    return true;
  }

  private static Piece piece(String placeholder) {
    if (placeholder.equals("tag")) {
      return (tag, event, out) -> append(tag.utf8(), out);
    }
    Matcher item = ITEM.matcher(placeholder);
    if (!item.matches()) {
      RecordPath path = RecordPath.ofKey(placeholder);
      return (tag, event, out) -> field(path, event, out);
    }
    String of = item.group(1);
    if (of.startsWith("tag_") && item.group(3) != null) {
      TagSlice slice = new TagSlice(of, Integer.parseInt(item.group(3)));
      return (tag, event, out) -> slice.write(tag, out);
    }
    String step = item.group(3) == null ? "['" + item.group(2) + "']" : "[" + item.group(3) + "]";
    RecordPath path = RecordPath.parse("$['" + of + "']" + step);
    return (tag, event, out) -> field(path, event, out);
  }

  private static boolean field(RecordPath path, EventView event, ByteArraySink out) {
    int at = event.find(path);
    if (at < 0) {
      return false;
    }
    Pack.Kind kind = Pack.kind(event.array(), at);
    if (kind == Pack.Kind.MAP || kind == Pack.Kind.ARRAY) {
      return false;
    }
    return kind == Pack.Kind.NIL || append(PackText.bytes(event.array(), at), out);
  }

  String name() {
    return name;
  }

  /** Whether an event has a say in the value. */
  boolean isDynamic() {
    return dynamic;
  }

  /** The value of a label that is not dynamic. */
  String fixed() {
    return text;
  }

  /** Appends the value for {@code event}. */
  void write(Tag tag, EventView event, ByteArraySink out) {
    for (Placeholder placeholder : pieces) {
      if (!placeholder.piece().write(tag, event, out)) {
        out.writeUtf8(placeholder.text());
        warnOnce(placeholder.text(), tag);
      }
    }
  }

  private void warnOnce(String placeholder, Tag tag) {
    if (!warned) {
      warned = true;
      warn.accept(
          "unknown placeholder `"
              + placeholder
              + "` found: label="
              + name
              + " tag=\""
              + tag
              + "\". The label keeps it as it is; further ones are not reported");
    }
  }
}
