package io.millrace.plugins.kubernetes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What we keep of a pod or a namespace.
 *
 * @param namespace empty for a namespace itself
 * @param uid empty for what is no object of the cluster, such as a status
 * @param labels in the API's order
 * @param annotations those that are wanted, in the API's order
 * @param node where the pod runs; empty if it was not scheduled yet
 * @param configHash name by which a kubelet knows a static pod; empty for others
 * @param containers by name, init and ephemeral ones included
 */
record KubeObject(
    String namespace,
    String name,
    String uid,
    Optional<Instant> created,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<Owner> owners,
    String node,
    String podIp,
    String configHash,
    Map<String, Container> containers) {

  /** An owner of a pod, such as a ReplicaSet. */
  record Owner(String kind, String name) {}

  /**
   * A container of a pod.
   *
   * @param image of its status, or of the specification until it has one
   * @param imageId empty until it is known
   * @param id without {@code containerd://}; empty until it is known
   * @param ids this and earlier ids
   */
  record Container(String image, String imageId, String id, Set<String> ids) {}

  /** By what an {@link ObjectStore} knows it: {@code namespace/pod}, or the namespace. */
  String key() {
    return namespace.isEmpty() ? name : key(namespace, name);
  }

  static String key(String namespace, String pod) {
    return namespace + "/" + pod;
  }
}
