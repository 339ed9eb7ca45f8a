package io.millrace.plugins.elasticsearch;

import io.millrace.api.BufferDefaults;
import io.millrace.api.OutputFactory;

/**
 * Makes {@code @type elasticsearch_data_stream}: an {@link ElasticsearchOutput} to a data stream.
 */
public final class DataStreamFactory extends OutputFactory<DataStreamConfig> {
  /** For the service loader. */
  public DataStreamFactory() {
    super(
        "elasticsearch_data_stream",
        "Writes events to a data stream of Elasticsearch, which it makes if it is not there.",
        DataStreamConfig.class,
        (config, context) ->
            new ElasticsearchOutput(new DataStreamVariant(config, true, context), context));
  }

  @Override
  public BufferDefaults bufferDefaults(DataStreamConfig config) {
    return ElasticsearchOutput.BUFFER;
  }
}
