package io.millrace.plugins.kubernetes;

import io.millrace.api.Param;
import io.millrace.event.RubyRegexp;
import java.util.List;
import java.util.Optional;

/** How the container of an event is told, and what is added to its record. */
public record RecordConfig(
    @Param(
            doc =
                "Regular expression that finds namespace, pod_name, container_name and docker_id"
                    + " or pod_uuid, groups of these names, in the tag.",
            def = RecordConfig.DEFAULT_PATTERN)
        RubyRegexp tagToKubernetesNameRegexp,
    @Param(
            doc =
                "Whether a record that has kubernetes and docker fields tells its container by"
                    + " them.",
            name = "lookup_from_k8s_field",
            def = "true")
        boolean lookupFromK8sField,
    @Param(doc = "Annotations to add: regular expressions that their names match.", def = "")
        List<RubyRegexp> annotationMatch,
    @Param(
            doc = "Whether events of namespaces that do not exist get orphaned_namespace.",
            def = "true")
        boolean allowOrphans,
    @Param(
            doc =
                "Name that replaces a namespace that does not exist. Without it the record keeps"
                    + " the name it has.")
        Optional<String> orphanedNamespaceName,
    @Param(doc = "The namespace_id that goes with orphaned_namespace_name.", def = "orphaned")
        String orphanedNamespaceId,
    @Param(doc = "Whether to add no labels at all.", def = "false") boolean skipLabels,
    @Param(doc = "Whether to add no labels of pods.", def = "false") boolean skipPodLabels,
    @Param(doc = "Whether to add no labels of namespaces.", def = "false")
        boolean skipNamespaceLabels,
    @Param(doc = "Whether to add no image of the container.", def = "false")
        boolean skipContainerMetadata,
    @Param(doc = "Whether to leave out master_url.", def = "false") boolean skipMasterUrl,
    @Param(doc = "Whether to add nothing of namespaces.", def = "false")
        boolean skipNamespaceMetadata,
    @Param(doc = "Whether to add kind and name of what owns the pod.", def = "false")
        boolean includeOwnerrefsMetadata,
    @Param(doc = "Whether dots in the names of labels and annotations are replaced.", def = "false")
        boolean deDot,
    @Param(doc = "What replaces the dots.", def = "_") String deDotSeparator) {

  private static final String DNS1123 =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  /** Names of the files under {@code /var/log/pods} and {@code /var/log/containers}, as tags. */
  static final String DEFAULT_PATTERN =
      "(var\\.log\\.pods)\\.(?<namespace>[^_]+)_(?<pod_name>"
          + DNS1123
          + ")_(?<pod_uuid>[a-z0-9-]*)\\.(?<container_name>.+)\\..*\\.log$"
          + "|(var\\.log\\.containers)\\.(?<pod_name>"
          + DNS1123
          + ")_(?<namespace>[^_]+)_(?<container_name>.+)-(?<docker_id>[a-z0-9]{64})\\.log$";

  private static final List<String> GROUPS = List.of("namespace", "pod_name", "container_name");

  /** Checks the expression's groups. */
  public RecordConfig {
    annotationMatch = List.copyOf(annotationMatch);
    if (!tagToKubernetesNameRegexp.names().containsAll(GROUPS)) {
      throw new IllegalArgumentException(
          "tag_to_kubernetes_name_regexp "
              + tagToKubernetesNameRegexp
              + ": groups named "
              + GROUPS
              + " are expected");
    }
    if (deDotSeparator.contains(".")) {
      throw new IllegalArgumentException(
          "de_dot_separator " + deDotSeparator + ": it must not hold a dot itself");
    }
  }

  boolean podLabels() {
    return !skipLabels && !skipPodLabels;
  }

  boolean namespaceLabels() {
    return !skipLabels && !skipNamespaceLabels;
  }
}
