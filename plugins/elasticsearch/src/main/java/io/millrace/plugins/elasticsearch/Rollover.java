package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Makes what indices need that roll over behind an alias, before the first document goes there:
 * lifecycle policy, template, and the first index with its alias. What is there stays as it is.
 * Safe for use by several threads.
 *
 * <p>Source: Elasticsearch's rollover documentation; fluent-plugin-elasticsearch, {@code
 * create_rollover_alias}.
 */
final class Rollover {
  private final ElasticsearchConfig config;
  private final RolloverConfig rollover;
  private final Templates templates;
  private final LifecyclePolicy policy;
  private final Logger log;
  private final Ensured ensured = new Ensured();

  /**
   * Names of what belongs to one alias.
   *
   * @param base start of the names of the indices behind the alias
   * @param firstIndex in Elasticsearch's date math
   */
  private record Names(String alias, String base, String firstIndex, String policy) {}

  Rollover(ElasticsearchConfig config, Templates templates, Logger log) {
    this.config = config;
    this.rollover = config.rollover();
    this.templates = templates;
    this.policy = new LifecyclePolicy("ilm_policy_id", rollover.ilmPolicyOverwrite(), log);
    this.log = log;
  }

  /**
   * Sees to {@code index}, to which events of {@code chunk} go.
   *
   * @throws IOException if the cluster does not answer
   */
  void ensure(Chunk chunk, Cluster cluster, Nodes nodes, String index) throws IOException {
    if (!rollover.isOn()) {
      return;
    }
    Names names = names(chunk, index);
    record Key(Nodes nodes, Names names) {}
    ensured.once(new Key(nodes, names), () -> make(chunk, cluster, names));
  }

  private Names names(Chunk chunk, String index) {
    String separator = rollover.indexSeparator();
    String application = rollover.applicationName().expand(chunk).toLowerCase(Locale.ROOT);
    String alias = rollover.deflectorAlias().map(template -> template.expand(chunk)).orElse(index);
    String policyName = rollover.ilmPolicyId().expand(chunk);
    if (config.target().logstashFormat()) {
      String base = withApplication(chunk, index, application);
      return new Names(alias, base, "<" + base + "-000001>", policyName);
    }
    String date =
        rollover.indexDatePattern().isEmpty() ? "" : "-{" + rollover.indexDatePattern() + "}";
    String first = "<" + index + separator + application + date + "-000001>";
    return new Names(alias, index, first, policyName);
  }

  /** {@code logstash-default-2024.01.31} of {@code logstash-2024.01.31}. */
  private String withApplication(Chunk chunk, String index, String application) {
    String separator = config.targetKeys().logstashPrefixSeparator();
    String head =
        (config.target().logstashPrefix().expand(chunk) + separator).toLowerCase(Locale.ROOT);
    return index.startsWith(head)
        ? head + application + separator + index.substring(head.length())
        : index + separator + application;
  }

  private void make(Chunk chunk, Cluster cluster, Names names) throws IOException {
    if (rollover.enableIlm()) {
      if (!policy.ensure(cluster, names.policy, rollover.policy(names.policy))) {
        return; // without policies events go to an index of this name
      }
      RolloverTemplate template =
          new RolloverTemplate(names.base, rollover.indexSeparator(), names.policy, names.alias);
      templates.ensureOfAlias(chunk, cluster, names.alias, template);
    }
    if (ServerObject.of("deflector_alias", "/_alias", names.alias).on(cluster)
        == ServerObject.Presence.THERE) {
      return;
    }
    String writes = "{\"is_write_index\":true}";
    ServerObject index = ServerObject.of("the first index", "", names.firstIndex);
    String aliases = "{\"aliases\":{" + Json.quoted(names.alias) + ":" + writes + "}}";
    if (!index.create(cluster, Optional.of(aliases))) {
      // Left behind without its alias; or another agent made both just now, and this changes
      // nothing.
      ServerObject.of("the alias", index.path() + "/_alias", names.alias).put(cluster, writes);
    }
    log.info("made an index and its alias alias={} index={}", names.alias, names.firstIndex);
  }
}
