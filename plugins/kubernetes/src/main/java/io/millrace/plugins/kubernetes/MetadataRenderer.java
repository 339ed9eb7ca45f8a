package io.millrace.plugins.kubernetes;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.plugins.kubernetes.Cluster.Known;
import io.millrace.plugins.kubernetes.KubeObject.Container;
import io.millrace.plugins.kubernetes.Statistics.Count;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes {@link Metadata} of what is known of a container. Safe for use by several threads.
 *
 * <p>Source: fluent-plugin-kubernetes_metadata_filter, shape of the records.
 */
final class MetadataRenderer {
  private final RecordConfig config;
  private final Optional<String> masterUrl;
  private final Statistics statistics;

  /**
   * Renders as {@code config} says.
   *
   * @param masterUrl empty to leave it out
   */
  MetadataRenderer(RecordConfig config, Optional<String> masterUrl, Statistics statistics) {
    this.config = config;
    this.masterUrl = masterUrl;
    this.statistics = statistics;
  }

  /** Of what the names alone say: there is no cluster to ask. */
  Metadata ofNames(ContainerName container) {
    return pack(container.dockerId(), names(container), 0, Instant.MAX);
  }

  /**
   * Of what the cluster knows.
   *
   * @param seconds time of the event, which a namespace made later cannot have been in
   */
  Metadata of(ContainerName container, Known known, long version, long seconds) {
    statistics.add(Count.ID_CACHE_MISS);
    Map<String, Object> fields = names(container);
    String dockerId = container.dockerId();
    if (known.pod().isPresent()) {
      KubeObject pod = known.pod().get();
      Container status = pod.containers().get(container.container());
      if (status != null && !config.skipContainerMetadata()) {
        addContainer(status, fields);
        dockerId = dockerId.isEmpty() ? status.id() : dockerId;
      }
      addPod(pod, fields);
    } else if (known.podAbsent()) {
      addWithoutPod(container, known, seconds, fields);
    }
    known.namespace().ifPresent(namespace -> addNamespace(namespace, fields));
    return pack(dockerId, fields, version, known.until());
  }

  private static Map<String, Object> names(ContainerName container) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("container_name", container.container());
    fields.put("namespace_name", container.namespace());
    fields.put("pod_name", container.pod());
    return fields;
  }

  private static void addContainer(Container container, Map<String, Object> fields) {
    putText("container_image", container.image(), fields);
    putText("container_image_id", container.imageId(), fields);
  }

  private void addPod(KubeObject pod, Map<String, Object> fields) {
    putText("pod_id", pod.uid(), fields);
    putText("pod_ip", pod.podIp(), fields);
    putText("host", pod.node(), fields);
    if (config.includeOwnerrefsMetadata() && !pod.owners().isEmpty()) {
      List<Map<String, String>> owners =
          pod.owners().stream().map(MetadataRenderer::ownerFields).toList();
      fields.put("ownerrefs", owners);
    }
    if (config.podLabels()) {
      putMap("labels", pod.labels(), fields);
    }
    putMap("annotations", pod.annotations(), fields);
    masterUrl.ifPresent(url -> fields.put("master_url", url));
  }

  private static Map<String, String> ownerFields(KubeObject.Owner owner) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kind", owner.kind());
    fields.put("name", owner.name());
    return fields;
  }

  /** A pod that does not exist (any more), in a namespace that does or does not. */
  private void addWithoutPod(
      ContainerName container, Known known, long seconds, Map<String, Object> fields) {
    if (known.namespace().isPresent()) {
      statistics.add(Count.ID_CACHE_POD_NOT_FOUND_NAMESPACE);
      Instant created = known.namespace().get().created().orElse(Instant.MAX);
      if (created.getEpochSecond() <= seconds) {
        putText("pod_id", container.placeholder(), fields);
      }
    } else if (known.namespaceAbsent()) {
      statistics.add(Count.ID_CACHE_ORPHANED_RECORD);
      if (config.allowOrphans()) {
        fields.put("orphaned_namespace", container.namespace());
        config
            .orphanedNamespaceName()
            .ifPresent(
                name -> {
                  fields.put("namespace_name", name);
                  fields.put("namespace_id", config.orphanedNamespaceId());
                });
      }
    }
  }

  private void addNamespace(KubeObject namespace, Map<String, Object> fields) {
    putText("namespace_id", namespace.uid(), fields);
    if (config.namespaceLabels()) {
      putMap("namespace_labels", namespace.labels(), fields);
    }
    putMap("namespace_annotations", namespace.annotations(), fields);
  }

  private static void putText(String key, String text, Map<String, Object> fields) {
    if (!text.isEmpty()) {
      fields.put(key, text);
    }
  }

  private void putMap(String key, Map<String, String> values, Map<String, Object> fields) {
    if (values.isEmpty()) {
      return;
    }
    Map<String, String> renamed = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            renamed.put(config.deDot() ? name.replace(".", config.deDotSeparator()) : name, value));
    fields.put(key, renamed);
  }

  private static Metadata pack(
      String dockerId, Map<String, Object> kubernetes, long version, Instant until) {
    ByteSlice docker =
        dockerId.isEmpty() ? ByteSlice.EMPTY : packed(Map.of("container_id", dockerId));
    ByteSlice fields = packed(kubernetes);
    ByteArraySink both = new ByteArraySink(docker.length() + fields.length() + 32);
    PackWriter writer = new PackWriter(both);
    if (!docker.isEmpty()) {
      writer.text("docker");
      writer.packed(docker);
    }
    writer.text("kubernetes");
    writer.packed(fields);
    return new Metadata(docker, fields, ByteSlice.of(both.toBytes()), version, until);
  }

  private static ByteSlice packed(Map<String, ?> fields) {
    ByteArraySink sink = new ByteArraySink(512);
    new PackWriter(sink).value(fields);
    return ByteSlice.of(sink.toBytes());
  }
}
