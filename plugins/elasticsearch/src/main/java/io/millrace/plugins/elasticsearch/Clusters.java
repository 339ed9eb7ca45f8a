package io.millrace.plugins.elasticsearch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The clusters that chunks of one output go to: one, unless {@code host} or {@code hosts} has
 * placeholders. Connections are made when the first chunk needs them. Safe for use by several
 * threads.
 */
final class Clusters {
  private final CommonConfig config;
  private final Map<Nodes, Cluster> open = new LinkedHashMap<>(); // guarded by this

  Clusters(CommonConfig config) {
    this.config = config;
  }

  /** The cluster at {@code nodes}. */
  synchronized Cluster at(Nodes nodes) {
    Cluster known = open.get(nodes);
    if (known == null) {
      known = Cluster.open(HostList.parse(nodes, config.connection()), config);
      open.put(nodes, known);
    }
    return known;
  }

  /** Forgets the cluster at {@code nodes}: the next chunk connects anew. */
  void drop(Nodes nodes) {
    Cluster known;
    synchronized (this) {
      known = open.remove(nodes);
    }
    if (known != null) {
      known.close();
    }
  }

  /** Closes all connections. */
  synchronized void close() {
    open.values().forEach(Cluster::close);
    open.clear();
  }
}
