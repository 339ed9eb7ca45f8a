package org.gaul.s3proxy;

import jakarta.servlet.http.HttpServlet;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * S3Proxy's S3 API as a servlet, to be put behind a filter. In this package because S3Proxy offers
 * only a whole server outside of it.
 */
public final class S3Servlets {
  private static final long MAX_OBJECT_BYTES = 5L << 30;
  private static final long MAX_UNCHUNKED_BYTES = 128L << 20;
  private static final int MAX_CHUNK_BYTES = 16 << 20;
  private static final int MAX_TIME_SKEW_SECONDS = 15 * 60;

  private S3Servlets() {}

  /**
   * The API over a store, verifying Signature Version 4 of headers, query, payload and chunks.
   *
   * @param store where objects are kept
   * @param locator the secret key of each access key id
   */
  public static HttpServlet verifying(BlobStore store, BlobStoreLocator locator) {
    S3ProxyHandlerJetty servlet =
        new S3ProxyHandlerJetty(
            store,
            AuthenticationType.AWS_V4,
            "replaced-by-the-locator",
            "replaced-by-the-locator",
            null,
            MAX_OBJECT_BYTES,
            MAX_UNCHUNKED_BYTES,
            MAX_CHUNK_BYTES,
            true, // x-amz-security-token is unknown to it; the filter checks that one
            new CrossOriginResourceSharing(),
            "",
            MAX_TIME_SKEW_SECONDS,
            null);
    servlet.getHandler().setBlobStoreLocator(locator);
    return servlet;
  }
}
