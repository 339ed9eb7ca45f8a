package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.Formatter;
import io.millrace.api.Injector;
import io.millrace.api.Output;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.api.UnrecoverableException;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * {@code @type s3}: stores each chunk as one object. Events are formatted when they are buffered;
 * {@link #write} compresses the chunk, finds a name for it and uploads it.
 *
 * <p>Source: fluent-plugin-s3, out_s3.
 */
final class S3Output implements Output, ChunkWriter, CustomFormat {
  private final S3Config config;
  private final PluginContext context;
  private final Injector injector;
  private final Formatter formatter;
  private final Compressor compressor;
  private final ObjectKey keys;
  private final KeySearch search;
  private final Destination destination;

  S3Output(S3Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.injector = Injector.of(config.inject(), context);
    this.formatter = context.open(config.format());
    this.compressor = Compressors.of(config, context.log());
    this.keys =
        new ObjectKey(
            config.key(),
            config.object().s3Metadata(),
            compressor.extension(),
            context.hostname(),
            context.clock(),
            context.log());
    this.search = new KeySearch(keys, config.key(), compressor.contentType(), context.log());
    this.destination =
        new Destination(
            () -> S3Store.open(config, context),
            new DestinationState(config.bucket().display(), context.log()),
            context);
  }

  @Override
  public void start() {
    config.credentials().warnings().forEach(context.log()::warn);
    if (keys.namesHost()) {
      context
          .log()
          .warn("%{hostname} in s3_object_key_format is deprecated; use \"#{Socket.gethostname}\"");
    }
    if (context.system().workers() > 1 && !config.key().unique()) {
      context
          .log()
          .warn(
              "several workers may choose the same key: s3_object_key_format should have"
                  + " ${chunk_id}, %{uuid_flush} or %{hex_random}");
    }
  }

  @Override
  public void afterStart() {
    if (config.bucket().hasChecks()) {
      destination.startChecks();
    }
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    formatter.format(tag, injector.apply(tag, event), out);
  }

  @Override
  public void write(Chunk chunk) throws IOException {
    try (ObjectBody body = compressor.compress(chunk)) {
      String key = search.store(chunk, body, destination.ready());
      context.log().debug("stored chunk={} key={} bytes={}", chunk.id(), key, body.length());
      warnOfDelay(chunk, key);
    } catch (StoreFailure e) {
      if (e.hopeless()) {
        throw new UnrecoverableException(e.explanation(), e);
      }
      throw new RetryableException(e.state(), e.explanation(), e);
    }
  }

  private void warnOfDelay(Chunk chunk, String key) {
    if (config.warnForDelay().isPresent() && chunk.key().timekey().isPresent()) {
      Duration limit = config.warnForDelay().get();
      Instant slice = Instant.ofEpochSecond(chunk.key().timekey().getAsLong());
      if (slice.isBefore(context.clock().instant().minus(limit))) {
        context.log().warn("out_s3: delayed events were put to {}", key);
      }
    }
  }

  @Override
  public void stop() {
    destination.stop();
  }

  @Override
  public void shutdown() throws InterruptedException {
    destination.join();
  }

  @Override
  public void close() {
    destination.close();
  }
}
