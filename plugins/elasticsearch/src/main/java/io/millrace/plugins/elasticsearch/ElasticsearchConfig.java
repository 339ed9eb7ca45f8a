package io.millrace.plugins.elasticsearch;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.Section;

/**
 * Settings of {@code @type elasticsearch}, in groups.
 *
 * <p>Source: fluent-plugin-elasticsearch, parameters of {@code out_elasticsearch}.
 */
public record ElasticsearchConfig(
    @Include ConnectionConfig connection,
    @Include TlsConfig tls,
    @Include IndexConfig index,
    @Include TimestampConfig timestamp,
    @Include DocumentConfig document,
    @Include BulkConfig bulk,
    @Include VersionConfig version,
    @Include TemplateConfig template,
    @Section(doc = "What is added to each record about its way.") Metadata metadata,
    @Include AcceptedConfig accepted) {

  /** The {@code <metadata>} section. */
  public record Metadata(
      @Param(doc = "Whether the record gets the id of its chunk.", def = "false")
          boolean includeChunkId,
      @Param(doc = "Field that takes the id of the chunk.", def = "chunk_id") String chunkIdKey) {}

  /** Checks what no group can check alone. */
  public ElasticsearchConfig {
    if (document.needsId() && document.idKey().isEmpty()) {
      throw new IllegalArgumentException(
          "write_operation "
              + document.writeOperation().word()
              + " needs id_key: name the field that holds the _id");
    }
  }

  /** Whether records get a {@code @timestamp}. */
  boolean stampsTime() {
    return index.logstashFormat() || timestamp.includeTimestamp();
  }
}
