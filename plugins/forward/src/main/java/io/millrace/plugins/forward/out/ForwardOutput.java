package io.millrace.plugins.forward.out;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.event.Compression;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code @type forward}: sends events to Fluentd, Fluent Bit or another Millrace over TCP or TLS. A
 * chunk counts as delivered when it has left this machine; with {@code require_ack_response} it is
 * {@link AckedForwardOutput} that sends.
 */
public final class ForwardOutput implements Output, ChunkWriter {
  private final Forwarder forwarder;

  private ForwardOutput(ForwardOutputConfig config, PluginContext context) {
    this.forwarder = new Forwarder(config, context);
  }

  @Override
  public void start() throws Exception {
    forwarder.start();
  }

  @Override
  public void afterStart() {
    forwarder.afterStart();
  }

  @Override
  public void write(Chunk chunk) throws Exception {
    forwarder.send(chunk);
  }

  @Override
  public void shutdown() throws Exception {
    forwarder.shutdown();
  }

  @Override
  public void close() {
    forwarder.close();
  }

  /** Makes {@code @type forward} outputs. */
  public static final class Factory extends OutputFactory<ForwardOutputConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "forward",
          "Send events over the forward protocol.",
          ForwardOutputConfig.class,
          Factory::output);
    }

    private static Output output(ForwardOutputConfig config, PluginContext context) {
      return config.ack().requireAckResponse()
          ? new AckedForwardOutput(config, context)
          : new ForwardOutput(config, context);
    }

    @Override
    public BufferDefaults bufferDefaults(ForwardOutputConfig config) {
      Map<String, String> parameters = new HashMap<>();
      if (config.compress() != Compression.TEXT) {
        parameters.put("compress", config.compress().name().toLowerCase(Locale.ROOT));
      }
      if (config.ack().requireAckResponse()) {
        parameters.put("delayed_commit_timeout", config.ack().commitSeconds() + "s");
      }
      return new BufferDefaults(List.of("tag"), parameters);
    }
  }
}
