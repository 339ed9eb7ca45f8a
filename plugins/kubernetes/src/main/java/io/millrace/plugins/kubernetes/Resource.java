package io.millrace.plugins.kubernetes;

import io.millrace.plugins.kubernetes.Statistics.Count;
import java.util.Map;
import java.util.Optional;

/**
 * One of the two kinds of objects that we follow.
 *
 * @param name as messages call it
 * @param path under the API's version
 * @param selection parameters of a list that say which
 * @param listType media types of a list
 * @param objectType media types of one object or change
 * @param complete whether all that are selected are kept; else only those somebody asked for
 */
record Resource(
    String name,
    String path,
    Map<String, String> selection,
    String listType,
    String objectType,
    boolean complete,
    Count updates,
    Count misses,
    Count deletes,
    Count failures,
    Count gone) {
  private static final String JSON = "application/json";

  /** The metadata alone is asked for; an API that cannot do that gives the object. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  private static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  /** The pods of one node; without a node those of the cluster that somebody asked for. */
  static Resource pods(Optional<String> node) {
    return new Resource(
        "pods",
        "/pods",
        node.map(name -> Map.of("fieldSelector", "spec.nodeName=" + name)).orElse(Map.of()),
        JSON,
        JSON,
        node.isPresent(),
        Count.POD_CACHE_WATCH_UPDATES,
        Count.POD_CACHE_WATCH_MISSES,
        Count.POD_CACHE_WATCH_DELETES,
        Count.POD_WATCH_FAILURES,
        Count.POD_WATCH_GONE_NOTICES);
  }

  /** All namespaces, of which the metadata are enough. */
  static Resource namespaces() {
    return new Resource(
        "namespaces",
        "/namespaces",
        Map.of(),
        METADATA_LIST,
        METADATA,
        true,
        Count.NAMESPACE_CACHE_WATCH_UPDATES,
        Count.NAMESPACE_CACHE_WATCH_MISSES,
        Count.NAMESPACE_CACHE_WATCH_DELETES,
        Count.NAMESPACE_WATCH_FAILURES,
        Count.NAMESPACE_WATCH_GONE_NOTICES);
  }
}
