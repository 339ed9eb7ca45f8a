package io.millrace.api;

/**
 * A text with placeholders that a chunk fills in: {@code %Y}, {@code ${tag}}, {@code ${tag[1]}},
 * {@code ${field}}, {@code ${chunk_id}}. Immutable.
 *
 * <p>Source: Fluentd's output plugins, extract_placeholders.
 */
public final class Template {
  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /** The template {@code text}. */
  public static Template of(String text) {
    return new Template(text);
  }

  /** As it was written. */
  public String text() {
    return text;
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
