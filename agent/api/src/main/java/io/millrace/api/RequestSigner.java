package io.millrace.api;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Signs HTTP requests, for servers that know who asks by signatures. Safe for use by several
 * threads.
 */
public interface RequestSigner extends AutoCloseable {
  /**
   * The headers that sign a request.
   *
   * @param contentType its {@code Content-Type}, which is signed too
   * @param body all bytes of it
   * @throws RetryableException if there are no keys to sign with now
   */
  Map<String, String> sign(String method, URI uri, String contentType, byte[] body);

  /** Gives up what it holds. */
  @Override
  void close();

  /**
   * What a signature is for.
   *
   * @param service name of the service that is asked
   * @param role whose keys sign; those of the environment without it
   */
  record Scope(String service, String region, Optional<String> role) {}

  /**
   * Makes signers of one method. Listed in {@code
   * META-INF/services/io.millrace.api.RequestSigner$Factory}, so that a plugin that can sign its
   * requests knows nothing of the library that does it.
   */
  interface Factory {
    /** Its name in {@code <auth>}, such as {@code aws_sigv4}. */
    String method();

    /** Makes a signer, which asks for keys when it first signs. */
    RequestSigner create(Scope scope, PluginContext context);
  }
}
