package io.millrace.plugins.forward.out;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.Chunk;
import io.millrace.api.Output;
import io.millrace.api.PluginContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code @type forward} with {@code require_ack_response}: a chunk counts as delivered when the
 * server says that it has it. Many chunks may wait for that at once, on one connection too.
 */
public final class AckedForwardOutput implements Output, AsyncChunkWriter {
  private final Forwarder forwarder;

  AckedForwardOutput(ForwardOutputConfig config, PluginContext context) {
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
  public CompletionStage<Void> tryWrite(Chunk chunk) {
    try {
      return forwarder.send(chunk);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void shutdown() throws Exception {
    forwarder.shutdown();
  }

  @Override
  public void close() {
    forwarder.close();
  }
}
