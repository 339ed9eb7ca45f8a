package io.millrace.plugins.elasticsearch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The clusters that chunks of one output go to: one, unless {@code host} or {@code hosts} has
 * placeholders. Connections are made when the first chunk needs them. Safe for use by several
 * threads.
 */
final class Clusters {
  private final ElasticsearchConfig config;
  private final Map<String, Cluster> open = new LinkedHashMap<>(); // guarded by this

  Clusters(ElasticsearchConfig config) {
    this.config = config;
  }

  /** The cluster at {@code hosts}, with placeholders filled in. */
  synchronized Cluster at(String hosts) {
    Cluster known = open.get(hosts);
    if (known == null) {
      known = Cluster.open(HostList.parse(hosts, config.connection()), config);
      open.put(hosts, known);
    }
    return known;
  }

  /** Forgets the cluster at {@code hosts}: the next chunk connects anew. */
  void drop(String hosts) {
    Cluster known;
    synchronized (this) {
      known = open.remove(hosts);
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
