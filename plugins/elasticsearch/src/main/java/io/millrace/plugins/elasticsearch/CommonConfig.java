package io.millrace.plugins.elasticsearch;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.Section;

/** Settings that all outputs of this package have, in groups. */
public record CommonConfig(
    @Include ConnectionConfig connection,
    @Include TlsConfig tls,
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

  /** The same with the index in the URL of requests. */
  CommonConfig withIndexInUrl() {
    return new CommonConfig(
        connection,
        tls,
        timestamp,
        document,
        bulk.withIndexInUrl(),
        version,
        template,
        metadata,
        accepted);
  }
}
