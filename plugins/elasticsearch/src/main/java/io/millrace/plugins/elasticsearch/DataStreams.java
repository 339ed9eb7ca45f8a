package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.UnrecoverableException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Makes data streams before the first document that goes into them: lifecycle policy, index
 * template, stream. What is there stays as it is. Safe for use by several threads.
 *
 * <p>Source: Elasticsearch's data stream API; fluent-plugin-elasticsearch, {@code
 * out_elasticsearch_data_stream}.
 */
final class DataStreams {
  private final StreamConfig config;
  private final LifecyclePolicy policy;
  private final boolean hasPolicies;
  private final Logger log;
  private final Ensured ensured = new Ensured();

  /** Names of one stream's parts. */
  private record Names(String stream, String template, String policy) {}

  /**
   * Makes streams.
   *
   * @param hasPolicies whether they get a policy
   */
  DataStreams(StreamConfig config, boolean hasPolicies, Logger log) {
    this.config = config;
    this.hasPolicies = hasPolicies;
    this.policy =
        new LifecyclePolicy("data_stream_ilm_name", config.dataStreamIlmPolicyOverwrite(), log);
    this.log = log;
  }

  /** Name of the stream for {@code chunk}. */
  String name(Chunk chunk) {
    return config.dataStreamName().expand(chunk);
  }

  /**
   * Sees to the stream for {@code chunk}.
   *
   * @throws IOException if the cluster does not answer
   * @throws UnrecoverableException if no stream can have the name that the chunk gives
   */
  void ensure(Chunk chunk, Cluster cluster, Nodes nodes) throws IOException {
    String stream = name(chunk);
    Names names =
        new Names(
            stream,
            config.dataStreamTemplateName().map(t -> t.expand(chunk)).orElse(stream + "_template"),
            config.dataStreamIlmName().map(t -> t.expand(chunk)).orElse(stream + "_policy"));
    record Key(Nodes nodes, Names names) {}
    ensured.once(new Key(nodes, names), () -> make(cluster, names));
  }

  private void make(Cluster cluster, Names names) throws IOException {
    check(names);
    ServerObject stream = ServerObject.of("data_stream_name", "/_data_stream", names.stream);
    ServerObject template =
        ServerObject.of("data_stream_template_name", "/_index_template", names.template);
    boolean isThere = stream.on(cluster) == ServerObject.Presence.THERE;
    boolean hasTemplate = isThere || template.on(cluster) == ServerObject.Presence.THERE;
    boolean wantsPolicy = hasPolicies && (!hasTemplate || policy.overwrites());
    boolean hasPolicy =
        wantsPolicy && policy.ensure(cluster, names.policy, config.dataStreamIlmPolicy());
    if (!hasTemplate) {
      template.put(cluster, template(names, hasPolicy));
    }
    if (!isThere) {
      // A server without this API makes the stream of the template, with the first document.
      boolean made = stream.create(cluster, Optional.empty());
      log.info(
          "{} data_stream_name={} data_stream_template_name={}",
          made ? "made the data stream" : "the data stream is there already",
          names.stream,
          names.template);
    }
  }

  private static void check(Names names) {
    try {
      StreamName.check("data_stream_name", names.stream);
      StreamName.check("data_stream_template_name", names.template);
      StreamName.check("data_stream_ilm_name", names.policy);
    } catch (IllegalArgumentException e) {
      throw new UnrecoverableException(String.valueOf(e.getMessage()), e);
    }
  }

  private String template(Names names, boolean hasPolicy) {
    String wildcard = config.dataStreamTemplateUseIndexPatternsWildcard() ? "*" : "";
    return "{\"index_patterns\":["
        + Json.quoted(names.stream + wildcard)
        + "],\"data_stream\":{},\"template\":{\"settings\":{"
        + (hasPolicy ? "\"index.lifecycle.name\":" + Json.quoted(names.policy) : "")
        + "}}}";
  }
}
