package io.millrace.plugins.aws;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials that are asked for with each request, so that new keys are used as soon as there are
 * some, and that can be thrown away before their time when a server says that they have ended.
 *
 * <p>The SDK's providers keep keys until shortly before they end and offer no way to drop them, so
 * {@link #renew} replaces the provider. Safe for use by several threads.
 */
public final class RenewableCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
  private static final long NO_END = -1;

  private final Supplier<? extends AwsCredentialsProvider> maker;
  private final LongAdder failures;
  private final Logger log;
  private volatile AwsCredentialsProvider provider;
  private volatile long generation;
  private volatile long endsAtSecond = NO_END;

  RenewableCredentials(
      Supplier<? extends AwsCredentialsProvider> maker, LongAdder failures, Logger log) {
    this.maker = maker;
    this.failures = failures;
    this.log = log;
    this.provider = maker.get();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      AwsCredentials credentials = provider.resolveCredentials();
      endsAtSecond = credentials.expirationTime().map(end -> end.getEpochSecond()).orElse(NO_END);
      return credentials;
    } catch (RuntimeException e) {
      failures.increment();
      throw e;
    }
  }

  /** Number of times they were thrown away; read it before a request, for {@link #renew}. */
  public long generation() {
    return generation;
  }

  /**
   * Throws the keys away unless another thread did since {@code seen} was read: the next request
   * has new ones.
   */
  public synchronized void renew(long seen) {
    if (seen == generation) {
      log.info("credentials were refused as ended: asking for new ones");
      AwsCredentialsProvider old = provider;
      provider = maker.get();
      generation++;
      close(old);
    }
  }

  /** Second since 1970 at which the last keys end; negative if they do not. */
  public long endsAtSecond() {
    return endsAtSecond;
  }

  @Override
  public void close() {
    close(provider);
  }

  private static void close(AwsCredentialsProvider provider) {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
