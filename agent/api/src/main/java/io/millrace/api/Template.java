package io.millrace.api;

import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * A text with placeholders that a chunk fills in: {@code %Y}, {@code ${tag}}, {@code ${tag[1]}},
 * {@code ${field}}, {@code ${chunk_id}}. What else it holds, {@code %{index}} for one, stays as it
 * is. Immutable and safe for use by several threads.
 *
 * <p>Source: Fluentd's output plugins, extract_placeholders.
 */
public final class Template {
  /** A placeholder: the tag, a part of it, or a name; the groups say which. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{(?:tag\\[(-?\\d+)\\]|([-_.@$a-zA-Z0-9]+))\\}");

  private static final String TAG = "tag";
  private static final String CHUNK_ID = "chunk_id";

  private enum Kind {
    LITERAL,
    TAG,
    TAG_PART,
    CHUNK_ID,
    FIELD
  }

  /** A literal's text, a field's name, or a placeholder as it was written; index of a tag part. */
  private record Piece(Kind kind, String text, String name, int index) {}

  private final String text;
  private final List<Piece> pieces;

  private Template(String text) {
    this.text = text;
    this.pieces = List.copyOf(parse(text));
  }

  /** The template {@code text}. */
  public static Template of(String text) {
    return new Template(text);
  }

  private static List<Piece> parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    boolean chunkIdSeen = false;
    while (matcher.find()) {
      if (matcher.start() > end) {
        pieces.add(new Piece(Kind.LITERAL, text.substring(end, matcher.start()), "", 0));
      }
      Piece piece = placeholder(matcher, chunkIdSeen);
      chunkIdSeen |= piece.kind == Kind.CHUNK_ID;
      pieces.add(piece);
      end = matcher.end();
    }
    if (end < text.length()) {
      pieces.add(new Piece(Kind.LITERAL, text.substring(end), "", 0));
    }
    return pieces;
  }

  /** Only the first chunk id is one, as in Fluentd; a second one counts as a field. */
  private static Piece placeholder(Matcher matcher, boolean chunkIdSeen) {
    String name = matcher.group(2);
    if (name == null) {
      return new Piece(Kind.TAG_PART, matcher.group(), TAG, Integer.parseInt(matcher.group(1)));
    }
    Kind kind = Kind.FIELD;
    if (TAG.equals(name)) {
      kind = Kind.TAG;
    } else if (CHUNK_ID.equals(name) && !chunkIdSeen) {
      kind = Kind.CHUNK_ID;
    }
    return new Piece(kind, matcher.group(), name, 0);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /**
   * The text with the placeholders of {@code chunk} filled in.
   *
   * @throws UnrecoverableException if a tag or field value would lead out of a directory
   */
  public String expand(Chunk chunk) {
    return expand(chunk.key(), chunk.keys(), chunk.id());
  }

  /** As {@link #expand(Chunk)}; placeholders that nothing fills in are reported to {@code log}. */
  public String expand(Chunk chunk, Logger log) {
    return expand(chunk.key(), chunk.keys(), chunk.id(), log::warn);
  }

  /** As {@link #expand(Chunk)}, of the parts of a chunk that matter. */
  public String expand(ChunkKey key, ChunkKeys keys, ChunkId id) {
    return expand(key, keys, id, warning -> {});
  }

  private String expand(ChunkKey key, ChunkKeys keys, ChunkId id, Consumer<String> warn) {
    StringBuilder out = new StringBuilder(text.length() + 32);
    for (Piece piece : pieces) {
      if (piece.kind == Kind.CHUNK_ID) {
        out.append(id.hex());
      } else if (key.isEmpty()) {
        out.append(piece.text);
      } else {
        fill(piece, key, keys, out, warn);
      }
    }
    String expanded = out.toString();
    if (!key.isEmpty() && climbs(expanded) > climbs(text)) {
      throw new UnrecoverableException("Invalid path component detected in " + expanded);
    }
    return expanded;
  }

  private void fill(
      Piece piece, ChunkKey key, ChunkKeys keys, StringBuilder out, Consumer<String> warn) {
    switch (piece.kind) {
      case LITERAL -> out.append(literal(piece, key, keys));
      case TAG, TAG_PART -> {
        if (keys.tag()) {
          out.append(tag(piece, key));
        } else {
          field(piece, key, keys, out, warn);
        }
      }
      default -> field(piece, key, keys, out, warn);
    }
  }

  private static String literal(Piece piece, ChunkKey key, ChunkKeys keys) {
    if (!keys.time() || key.timekey().isEmpty() || piece.text.indexOf('%') < 0) {
      return piece.text;
    }
    return Strftime.of(piece.text, zone(keys)).format(key.timekey().getAsLong(), 0);
  }

  private static Zone zone(ChunkKeys keys) {
    return keys.zone().normalized().equals(ZoneOffset.UTC) ? Zone.utc() : Zone.given(keys.zone());
  }

  private static String tag(Piece piece, ChunkKey key) {
    Optional<Tag> tag = key.tag();
    if (tag.isEmpty()) {
      return "";
    }
    requireInside("tag", tag.get().value());
    return piece.kind == Kind.TAG ? tag.get().value() : tag.get().part(piece.index).orElse("");
  }

  private void field(
      Piece piece, ChunkKey key, ChunkKeys keys, StringBuilder out, Consumer<String> warn) {
    if (keys.fields().isEmpty() || piece.kind == Kind.TAG_PART) {
      out.append(piece.text);
      notReplaced(piece, warn);
      return;
    }
    String value = key.variables().get(piece.name);
    if (value == null) {
      if (keys.fields().stream().noneMatch(path -> path.toString().equals(piece.name))) {
        notReplaced(piece, warn);
      }
      return;
    }
    requireInside("${" + piece.name + "}", value);
    out.append(value);
  }

  private void notReplaced(Piece piece, Consumer<String> warn) {
    String name = piece.text.substring(2, piece.text.length() - 1);
    warn.accept("chunk key placeholder '" + name + "' not replaced. template:" + text);
  }

  private static void requireInside(String what, String value) {
    if (value.contains("../")
        || value.contains("..\\")
        || value.startsWith("/")
        || value.startsWith("\\")) {
      throw new UnrecoverableException("Invalid path component detected in " + what + ": " + value);
    }
  }

  private static int climbs(String path) {
    int count = 0;
    for (int at = path.indexOf("../"); at >= 0; at = path.indexOf("../", at + 3)) {
      count++;
    }
    return count;
  }

  /**
   * Checks that the placeholders are just those that {@code keys} can fill in.
   *
   * @param parameter name of the parameter that has this value
   * @throws ConfigException in Fluentd's words if they are not
   */
  public void validate(String parameter, ChunkKeys keys) {
    validateTime(parameter, keys);
    validateNames(parameter, keys);
  }

  /** As {@link #validate}, of the placeholders of time only. */
  public void validateTime(String parameter, ChunkKeys keys) {
    new TemplateCheck(parameter, this, keys).checkTime();
  }

  /** As {@link #validate}, of the placeholders of the tag and of fields only. */
  public void validateNames(String parameter, ChunkKeys keys) {
    new TemplateCheck(parameter, this, keys).checkNames();
  }

  /**
   * The first placeholder that {@code keys} cannot fill in, as it was written; empty if there is
   * none. Unlike {@link #validate}, does not ask for a placeholder of every key.
   */
  public Optional<String> unfillable(ChunkKeys keys) {
    return new TemplateCheck("", this, keys).unfillable();
  }

  /**
   * Texts of the placeholders that {@code keys} cannot fill in; those of time are not looked at.
   */
  List<String> unfillablePieces(ChunkKeys keys) {
    List<String> names = keys.fields().stream().map(Object::toString).toList();
    return pieces.stream().filter(piece -> !fills(piece, keys, names)).map(Piece::text).toList();
  }

  private static boolean fills(Piece piece, ChunkKeys keys, List<String> fields) {
    return switch (piece.kind) {
      case LITERAL, CHUNK_ID -> true;
      case TAG, TAG_PART -> keys.tag();
      case FIELD -> fields.contains(piece.name);
    };
  }

  /** Names of the field placeholders, in order. */
  List<String> fieldNames() {
    return pieces.stream()
        .filter(piece -> piece.kind == Kind.FIELD && !CHUNK_ID.equals(piece.name))
        .map(Piece::name)
        .distinct()
        .toList();
  }

  /** Whether there is a placeholder of the tag or a part of it. */
  boolean hasTag() {
    return pieces.stream().anyMatch(piece -> piece.kind == Kind.TAG || piece.kind == Kind.TAG_PART);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
