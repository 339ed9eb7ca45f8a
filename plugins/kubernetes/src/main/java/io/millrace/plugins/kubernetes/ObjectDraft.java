package io.millrace.plugins.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.plugins.kubernetes.KubeObject.Container;
import io.millrace.plugins.kubernetes.KubeObject.Owner;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** An object of the API while it is read: a pod, a namespace, or the status an error comes as. */
final class ObjectDraft {
  /** Carries the name by which a kubelet knows a static pod. */
  private static final String CONFIG_HASH = "kubernetes.io/config.hash";

  /** Handles the value of a field that the parser stands on, and leaves it at the value's end. */
  interface FieldReader {
    void read(String name) throws IOException;
  }

  /** Handles an item that the parser stands on, and leaves it at the item's end. */
  interface ItemReader {
    void read() throws IOException;
  }

  /** What is known of a container so far. */
  private static final class ContainerDraft {
    private String specImage = "";
    private String image = "";
    private String imageId = "";
    private String id = "";
    private final Set<String> ids = new LinkedHashSet<>();

    Container toContainer() {
      return new Container(image.isEmpty() ? specImage : image, imageId, id, Set.copyOf(ids));
    }
  }

  private final boolean wantsLabels;
  private final Predicate<String> wantsAnnotation;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final List<Owner> owners = new ArrayList<>();
  private final Map<String, ContainerDraft> containers = new LinkedHashMap<>();
  private Optional<Instant> created = Optional.empty();
  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String version = "";
  private String node = "";
  private String podIp = "";
  private String configHash = "";
  private String message = "";
  private int code;

  ObjectDraft(boolean wantsLabels, Predicate<String> wantsAnnotation) {
    this.wantsLabels = wantsLabels;
    this.wantsAnnotation = wantsAnnotation;
  }

  /** Calls {@code reader} for each field of the object the parser stands on; skips what is none. */
  static void fields(JsonParser parser, FieldReader reader) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      reader.read(name);
    }
  }

  /** Calls {@code reader} for each item of the array the parser stands on; skips what is none. */
  static void items(JsonParser parser, ItemReader reader) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == null) {
        throw new IOException("the API's answer was cut short");
      }
      reader.read();
    }
  }

  /** The text the parser stands on; empty for null. */
  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
      return "";
    }
    return parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  void read(JsonParser parser) throws IOException {
    fields(
        parser,
        field -> {
          switch (field) {
            case "metadata" -> fields(parser, inner -> metadata(parser, inner));
            case "spec" -> fields(parser, inner -> spec(parser, inner));
            case "status" -> fields(parser, inner -> status(parser, inner));
            case "code" -> code = parser.getValueAsInt();
            case "message" -> message = text(parser);
            default -> parser.skipChildren();
          }
        });
  }

  private void metadata(JsonParser parser, String field) throws IOException {
    switch (field) {
      case "name" -> name = text(parser);
      case "namespace" -> namespace = text(parser);
      case "uid" -> uid = text(parser);
      case "resourceVersion" -> version = text(parser);
      case "creationTimestamp" -> created = instant(text(parser));
      case "labels" -> fields(parser, label -> label(label, text(parser)));
      case "annotations" -> fields(parser, name -> annotation(name, text(parser)));
      case "ownerReferences" -> items(parser, () -> owner(parser));
      default -> parser.skipChildren();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private void label(String label, String value) {
    if (wantsLabels) {
      labels.put(label, value);
    }
  }

  private void annotation(String annotation, String value) {
    if (annotation.equals(CONFIG_HASH)) {
      configHash = value;
    }
    if (wantsAnnotation.test(annotation)) {
      annotations.put(annotation, value);
    }
  }

  private void owner(JsonParser parser) throws IOException {
    String[] owner = {"", ""};
    fields(
        parser,
        field -> {
          switch (field) {
            case "kind" -> owner[0] = text(parser);
            case "name" -> owner[1] = text(parser);
            default -> parser.skipChildren();
          }
        });
    owners.add(new Owner(owner[0], owner[1]));
  }

  private void spec(JsonParser parser, String field) throws IOException {
    switch (field) {
      case "nodeName" -> node = text(parser);
      case "containers", "initContainers", "ephemeralContainers" ->
          items(parser, () -> specified(parser));
      default -> parser.skipChildren();
    }
  }

  private void specified(JsonParser parser) throws IOException {
    String[] found = {"", ""};
    fields(
        parser,
        field -> {
          switch (field) {
            case "name" -> found[0] = text(parser);
            case "image" -> found[1] = text(parser);
            default -> parser.skipChildren();
          }
        });
    container(found[0]).specImage = found[1];
  }

  private ContainerDraft container(String containerName) {
    return containers.computeIfAbsent(containerName, key -> new ContainerDraft());
  }

  private void status(JsonParser parser, String field) throws IOException {
    switch (field) {
      case "podIP" -> podIp = text(parser);
      case "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" ->
          items(parser, () -> containerStatus(parser));
      default -> parser.skipChildren();
    }
  }

  private void containerStatus(JsonParser parser) throws IOException {
    ContainerDraft found = new ContainerDraft();
    String[] containerName = {""};
    fields(
        parser,
        field -> {
          switch (field) {
            case "name" -> containerName[0] = text(parser);
            case "image" -> found.image = text(parser);
            case "imageID" -> found.imageId = text(parser);
            case "containerID" -> found.id = id(text(parser));
            case "lastState" -> fields(parser, state -> terminated(parser, found));
            default -> parser.skipChildren();
          }
        });
    ContainerDraft container = container(containerName[0]);
    container.image = found.image;
    container.imageId = found.imageId;
    container.id = found.id;
    container.ids.addAll(found.ids);
    if (!found.id.isEmpty()) {
      container.ids.add(found.id);
    }
  }

  /** The container before the last restart: its log is still being read. */
  private static void terminated(JsonParser parser, ContainerDraft found) throws IOException {
    fields(
        parser,
        field -> {
          if (field.equals("containerID")) {
            found.ids.add(id(text(parser)));
          } else {
            parser.skipChildren();
          }
        });
  }

  /** An id without the runtime's name before it: {@code containerd://0123...}. */
  private static String id(String text) {
    int at = text.indexOf("://");
    return at < 0 ? text : text.substring(at + 3);
  }

  /** Version of the object, to watch from. */
  String version() {
    return version;
  }

  /** Code of a status. */
  int code() {
    return code;
  }

  /** Message of a status. */
  String message() {
    return message;
  }

  KubeObject toObject() {
    Map<String, Container> all = new LinkedHashMap<>();
    containers.forEach((key, container) -> all.put(key, container.toContainer()));
    return new KubeObject(
        namespace,
        name,
        uid,
        created,
        labels,
        annotations,
        List.copyOf(owners),
        node,
        podIp,
        configHash,
        all);
  }
}
