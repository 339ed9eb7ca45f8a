package io.millrace.plugins.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads objects of the API from JSON, token by token: of a pod some hundred bytes are kept, and the
 * rest is never made into anything. Safe for use by several threads.
 *
 * <p>Source: Kubernetes API reference, Pod v1 and Namespace v1; API concepts, "Efficient detection
 * of changes".
 */
final class ObjectReader {
  /** No text of an object is longer: etcd refuses objects over 1.5 MiB. */
  private static final int MAX_TEXT = 2 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_TEXT)
                  .maxNestingDepth(128)
                  .build())
          .build();

  private final boolean labels;
  private final Predicate<String> annotations;

  /**
   * Keeps what is asked for.
   *
   * @param labels whether labels are
   * @param annotations the names of the annotations that are
   */
  ObjectReader(boolean labels, Predicate<String> annotations) {
    this.labels = labels;
    this.annotations = annotations;
  }

  /**
   * What stands around the objects of a list.
   *
   * @param version to watch from
   * @param next asks for the rest; empty if there is none
   */
  record Page(String version, String next) {}

  /**
   * One change.
   *
   * @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR
   * @param version to watch from afterwards; empty for an error
   * @param code of an error, else 0
   * @param message of an error, else empty
   */
  record Change(String type, KubeObject object, String version, int code, String message) {}

  /** Takes changes one by one. */
  interface Changes {
    void accept(Change change) throws IOException;
  }

  /** Reads one object. */
  KubeObject object(InputStream json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return draft(parser).toObject();
    }
  }

  /** Reads a list and gives each of its objects to {@code each}. */
  Page list(InputStream json, Consumer<KubeObject> each) throws IOException {
    String[] page = {"", ""};
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      ObjectDraft.fields(
          parser,
          name -> {
            switch (name) {
              case "metadata" ->
                  ObjectDraft.fields(
                      parser,
                      field -> {
                        switch (field) {
                          case "resourceVersion" -> page[0] = parser.getText();
                          case "continue" -> page[1] = parser.getText();
                          default -> parser.skipChildren();
                        }
                      });
              case "items" ->
                  ObjectDraft.items(parser, () -> each.accept(draft(parser).toObject()));
              default -> parser.skipChildren();
            }
          });
    }
    if (page[0].isEmpty()) {
      throw new IOException("the API's answer is no list: it has no metadata.resourceVersion");
    }
    return new Page(page[0], page[1]);
  }

  /** Reads changes as they come, until the API ends the answer. */
  void watch(InputStream json, Changes changes) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw new IOException("the API's answer is no stream of changes");
        }
        changes.accept(change(parser));
      }
    }
  }

  private Change change(JsonParser parser) throws IOException {
    String[] type = {""};
    ObjectDraft draft = new ObjectDraft(labels, annotations);
    ObjectDraft.fields(
        parser,
        name -> {
          switch (name) {
            case "type" -> type[0] = parser.getText();
            case "object" -> draft.read(parser);
            default -> parser.skipChildren();
          }
        });
    return new Change(type[0], draft.toObject(), draft.version(), draft.code(), draft.message());
  }

  private ObjectDraft draft(JsonParser parser) throws IOException {
    ObjectDraft draft = new ObjectDraft(labels, annotations);
    draft.read(parser);
    return draft;
  }
}
