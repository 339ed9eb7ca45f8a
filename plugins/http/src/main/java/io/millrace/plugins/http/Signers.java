package io.millrace.plugins.http;

import io.millrace.api.RequestSigner;
import java.util.ServiceLoader;

/** Finds what signs requests, in the module that has the library for it. */
final class Signers {
  private static final String METHOD = "aws_sigv4";

  private Signers() {}

  /**
   * What makes signers.
   *
   * @param loader sees the jars that may have it
   * @throws IllegalArgumentException if none has
   */
  static RequestSigner.Factory factory(ClassLoader loader) {
    for (RequestSigner.Factory factory : ServiceLoader.load(RequestSigner.Factory.class, loader)) {
      if (factory.method().equals(METHOD)) {
        return factory;
      }
    }
    throw new IllegalArgumentException(
        "method aws_sigv4 of <auth> needs millrace-plugins-aws, which is not on the class path:"
            + " add its jars, or use method basic");
  }
}
