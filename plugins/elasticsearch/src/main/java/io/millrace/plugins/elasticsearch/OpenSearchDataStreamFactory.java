package io.millrace.plugins.elasticsearch;

import io.millrace.api.BufferDefaults;
import io.millrace.api.OutputFactory;

/**
 * Makes {@code @type opensearch_data_stream}: an {@link ElasticsearchOutput} to a data stream
 * without a lifecycle policy, which OpenSearch does not have.
 */
public final class OpenSearchDataStreamFactory extends OutputFactory<DataStreamConfig> {
  /** For the service loader. */
  public OpenSearchDataStreamFactory() {
    super(
        "opensearch_data_stream",
        "Writes events to a data stream of OpenSearch, which it makes if it is not there.",
        DataStreamConfig.class,
        (config, context) ->
            new ElasticsearchOutput(new DataStreamVariant(config, false, context), context));
  }

  @Override
  public BufferDefaults bufferDefaults(DataStreamConfig config) {
    return ElasticsearchOutput.BUFFER;
  }
}
