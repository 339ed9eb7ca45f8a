package io.millrace.devstack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Elasticsearch, STS, and an S3 server with one bucket that accepts only what STS issues. All on
 * loopback, started side by side, ended together.
 */
public final class DevStack implements AutoCloseable {
  private static final Executor THREADS = task -> new Thread(task, "devstack").start();

  private final Options options;
  private final DevSts sts;
  private final DevS3 s3;
  private final DevElasticsearch elasticsearch;

  /**
   * How to start it.
   *
   * @param elasticsearch the node
   * @param s3 the S3 server
   * @param sts the STS endpoint
   * @param bucket name of the bucket that is there from the start
   */
  public record Options(
      DevElasticsearch.Options elasticsearch, DevS3.Options s3, DevSts.Options sts, String bucket) {
    /** The defaults of each server and the bucket {@code millrace-logs}. */
    public static Options defaults() {
      return new Options(
          DevElasticsearch.Options.defaults(),
          DevS3.Options.defaults(),
          DevSts.Options.defaults(),
          "millrace-logs");
    }

    /** The same with other options of Elasticsearch. */
    public Options withElasticsearch(DevElasticsearch.Options value) {
      return new Options(value, s3, sts, bucket);
    }

    /** The same with other options of S3. */
    public Options withS3(DevS3.Options value) {
      return new Options(elasticsearch, value, sts, bucket);
    }

    /** The same with other options of STS. */
    public Options withSts(DevSts.Options value) {
      return new Options(elasticsearch, s3, value, bucket);
    }

    /** The same with another bucket. */
    public Options withBucket(String value) {
      return new Options(elasticsearch, s3, sts, value);
    }
  }

  private DevStack(Options options, DevSts sts, DevS3 s3, DevElasticsearch elasticsearch) {
    this.options = options;
    this.sts = sts;
    this.s3 = s3;
    this.elasticsearch = elasticsearch;
  }

  /** Starts with {@link Options#defaults}. */
  public static DevStack start() {
    return start(Options.defaults());
  }

  /**
   * Starts all servers; they answer when this returns.
   *
   * @throws RuntimeException of the first server that does not start; the others are ended
   */
  public static DevStack start(Options options) {
    DevSts sts = DevSts.start(options.sts());
    CompletableFuture<DevElasticsearch> elasticsearch =
        CompletableFuture.supplyAsync(
            () -> DevElasticsearch.start(options.elasticsearch()), THREADS);
    try {
      DevS3 s3 = DevS3.start(options.s3(), sts);
      try {
        s3.createBucket(options.bucket());
        return new DevStack(options, sts, s3, elasticsearch.join());
      } catch (RuntimeException e) {
        s3.close();
        throw e;
      }
    } catch (RuntimeException e) {
      sts.close();
      elasticsearch.thenAccept(DevElasticsearch::close).exceptionally(same -> null);
      throw cause(e);
    }
  }

  private static RuntimeException cause(RuntimeException e) {
    return e instanceof CompletionException && e.getCause() instanceof RuntimeException cause
        ? cause
        : e;
  }

  /** The Elasticsearch node. */
  public DevElasticsearch elasticsearch() {
    return elasticsearch;
  }

  /** The S3 server. */
  public DevS3 s3() {
    return s3;
  }

  /** The STS endpoint. */
  public DevSts sts() {
    return sts;
  }

  /** Name of the bucket. */
  public String bucket() {
    return options.bucket();
  }

  /**
   * What a client needs, as environment variables, in the order to show them. The names that begin
   * with {@code AWS_} are those the AWS SDK and command line read by themselves.
   */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ELASTICSEARCH_URL", elasticsearch.url().toString());
    variables.put("ELASTICSEARCH_HOST", elasticsearch.url().getHost());
    variables.put("ELASTICSEARCH_PORT", Integer.toString(elasticsearch.url().getPort()));
    variables.put("AWS_ENDPOINT_URL_S3", s3.url().toString());
    variables.put("AWS_ENDPOINT_URL_STS", sts.url().toString());
    variables.put("AWS_REGION", DevS3.REGION);
    variables.put("AWS_ACCESS_KEY_ID", sts.base().accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", sts.base().secretAccessKey());
    variables.put("S3_BUCKET", options.bucket());
    variables.put("S3_ROLE_ARN", sts.options().roleArn());
    options.s3().store().ifPresent(folder -> variables.put("S3_STORE", folder.toString()));
    return variables;
  }

  /** Ends all servers. */
  @Override
  public void close() {
    sts.close();
    CompletableFuture.allOf(
            CompletableFuture.runAsync(s3::close, THREADS),
            CompletableFuture.runAsync(elasticsearch::close, THREADS))
        .join();
  }
}
