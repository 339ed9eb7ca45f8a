package io.millrace.plugins.kubernetes;

/**
 * The container an event is of, as its tag or its record says.
 *
 * @param dockerId id of the container; empty if it is not known
 * @param podUid uid of the pod, as the kubelet names its directory; empty if it is not known
 */
record ContainerName(
    String namespace, String pod, String container, String dockerId, String podUid) {

  /** What stands for the pod where it cannot be found, as in Fluentd's plugin. */
  String placeholder() {
    return podUid.isEmpty() ? dockerId : podUid;
  }
}
