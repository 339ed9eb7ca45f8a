package io.millrace.devstack.s3;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.BlobStoreLocator;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;

/** The access keys the server knows; gives S3Proxy the secret to verify a signature with. */
final class Grants implements BlobStoreLocator {
  private final BlobStore store;
  private final Map<String, Grant> byAccessKey = new ConcurrentHashMap<>();

  Grants(BlobStore store) {
    this.store = store;
  }

  void put(String accessKey, Grant grant) {
    byAccessKey.put(accessKey, grant);
  }

  Optional<Grant> find(String accessKey) {
    return Optional.ofNullable(byAccessKey.get(accessKey));
  }

  /** S3Proxy's contract: {@code null} is a key nobody knows. */
  @Override
  public @Nullable AccessGrant locateBlobStore(
      @Nullable String accessKey, @Nullable String container, @Nullable String blob) {
    Grant grant = accessKey == null ? null : byAccessKey.get(accessKey);
    return grant == null ? null : new AccessGrant(grant.secret(), store);
  }
}
