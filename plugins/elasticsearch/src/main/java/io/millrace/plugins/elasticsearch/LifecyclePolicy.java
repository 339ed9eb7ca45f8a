package io.millrace.plugins.elasticsearch;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Index lifecycle policies, where a server has them: Elasticsearch of the free and open builds, and
 * OpenSearch, do not. Immutable and safe for use by several threads.
 *
 * <p>Source: Elasticsearch's create lifecycle policy API; fluent-plugin-elasticsearch, {@code
 * default-ilm-policy.json}.
 */
final class LifecyclePolicy {
  private static final String DEFAULT =
      "{\"policy\":{\"phases\":{\"hot\":{\"actions\":{\"rollover\":"
          + "{\"max_size\":\"50gb\",\"max_age\":\"30d\"}}}}}}";

  private final String parameter;
  private final boolean overwrite;
  private final Logger log;

  /**
   * Policies of one output.
   *
   * @param parameter that names them
   * @param overwrite whether one that is there is replaced
   */
  LifecyclePolicy(String parameter, boolean overwrite, Logger log) {
    this.parameter = parameter;
    this.overwrite = overwrite;
    this.log = log;
  }

  boolean overwrites() {
    return overwrite;
  }

  /**
   * Puts the policy on the server as {@code name}.
   *
   * @param json what it says; without it indices roll over at 50 GB or 30 days
   * @return whether the server has policies
   * @throws IOException if the cluster does not answer
   */
  boolean ensure(Cluster cluster, String name, Optional<String> json) throws IOException {
    ServerObject policy = ServerObject.of(parameter, "/_ilm/policy", name);
    ServerObject.Presence presence = policy.on(cluster);
    if (presence == ServerObject.Presence.UNKNOWN_API) {
      log.warn(
          "the server has no index lifecycle management, so indices are never rolled over or"
              + " deleted by a policy of this output; set that up on the server {}={}",
          parameter,
          name);
      return false;
    }
    if (overwrite || presence == ServerObject.Presence.ABSENT) {
      policy.put(cluster, json.orElse(DEFAULT));
      log.info("put the index lifecycle policy {}={}", parameter, name);
    }
    return true;
  }
}
