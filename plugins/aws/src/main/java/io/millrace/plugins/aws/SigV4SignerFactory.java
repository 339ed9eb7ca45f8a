package io.millrace.plugins.aws;

import io.millrace.api.PluginContext;
import io.millrace.api.RequestSigner;

/** {@code aws_sigv4}. Listed in {@code META-INF/services}; loads the SDK with the first signer. */
public final class SigV4SignerFactory implements RequestSigner.Factory {
  /** For the service loader. */
  public SigV4SignerFactory() {}

  @Override
  public String method() {
    return "aws_sigv4";
  }

  @Override
  public RequestSigner create(RequestSigner.Scope scope, PluginContext context) {
    return SigV4Signer.open(scope, context);
  }
}
