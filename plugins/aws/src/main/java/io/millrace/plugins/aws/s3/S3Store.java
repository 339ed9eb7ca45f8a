package io.millrace.plugins.aws.s3;

import io.millrace.api.PluginContext;
import io.millrace.plugins.aws.Credentials;
import io.millrace.plugins.aws.RenewableCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** The bucket behind the AWS SDK: one client and one set of credentials for an output. */
final class S3Store implements ObjectStore {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TAKEN = 412;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int BLOCK = 1 << 16;
  private static final Set<String> UNKNOWN_HEADER =
      Set.of("NotImplemented", "InvalidArgument", "InvalidRequest");

  private final RenewableCredentials credentials;
  private final S3Client client;
  private final S3Calls calls;
  private final PutRequests requests;
  private final BucketChecks checks;
  private final Logger log;

  /** Whether the store understands the condition on uploads; assumed until it says otherwise. */
  private volatile boolean conditional = true;

  private S3Store(S3Config config, PluginContext context) {
    this.log = context.log();
    this.credentials = Credentials.open(config.credentials(), config.bucket().region(), context);
    this.client = S3Clients.open(config, credentials);
    this.calls = new S3Calls(credentials, new S3Failures(config.bucket()));
    this.requests = new PutRequests(config.bucket().s3Bucket(), config.object());
    this.checks = new BucketChecks(config, client, calls, log);
  }

  /** Makes the clients; no request is sent. */
  static ObjectStore open(S3Config config, PluginContext context) {
    return new S3Store(config, context);
  }

  @Override
  public void prepare() {
    checks.run();
  }

  @Override
  public boolean exists(String key) {
    return head(key).isPresent();
  }

  @Override
  public boolean holds(String key, ObjectBody body) throws IOException {
    Optional<HeadObjectResponse> there = head(key);
    return there.isPresent()
        && there.get().contentLength() == body.length()
        && there.get().eTag() != null
        && there.get().eTag().replace("\"", "").equals(md5(body));
  }

  private Optional<HeadObjectResponse> head(String key) {
    return calls.call(
        "HeadObject",
        key,
        () -> {
          try {
            return Optional.of(client.headObject(requests.head(key)));
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static String md5(ObjectBody body) throws IOException {
    MessageDigest digest = PutRequests.md5();
    byte[] block = new byte[BLOCK];
    try (InputStream in = body.open()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void put(String key, Upload upload) {
    calls.call("PutObject", key, () -> send(requests.put(key, upload).build(), upload.body()));
  }

  @Override
  public boolean putIfAbsent(String key, Upload upload) throws IOException {
    if (!conditional) {
      put(key, upload);
      return true;
    }
    return switch (calls.call("PutObject", key, () -> tryPutIfAbsent(key, upload))) {
      case STORED -> true;
      case TAKEN -> false;
      // The SDK repeats a request whose answer was lost: then the object in the way may be ours.
      case TAKEN_WHEN_REPEATED -> holds(key, upload.body());
      case NOT_UNDERSTOOD -> {
        put(key, upload);
        conditional = false;
        log.info(
            "the store does not know conditional uploads (If-None-Match): keys are checked by HEAD"
                + " alone, which two agents that count in the same series can defeat");
        yield true;
      }
    };
  }

  private enum Answer {
    STORED,
    TAKEN,
    TAKEN_WHEN_REPEATED,
    NOT_UNDERSTOOD
  }

  private Answer tryPutIfAbsent(String key, Upload upload) {
    try {
      send(requests.put(key, upload).ifNoneMatch("*").build(), upload.body());
      return Answer.STORED;
    } catch (AwsServiceException e) {
      if (e.statusCode() == TAKEN) {
        Integer attempts = e.numAttempts();
        return attempts != null && attempts > 1 ? Answer.TAKEN_WHEN_REPEATED : Answer.TAKEN;
      } else if (isNotUnderstood(e)) {
        return Answer.NOT_UNDERSTOOD;
      }
      throw e;
    }
  }

  private static boolean isNotUnderstood(AwsServiceException e) {
    return e.statusCode() == NOT_IMPLEMENTED
        || e.statusCode() == BAD_REQUEST && UNKNOWN_HEADER.contains(S3Failures.code(e));
  }

  private PutObjectResponse send(PutObjectRequest request, ObjectBody body) {
    try (BodyStreams streams = new BodyStreams(body)) {
      return client.putObject(
          request, RequestBody.fromContentProvider(streams, body.length(), request.contentType()));
    }
  }

  @Override
  public void close() {
    client.close();
    credentials.close();
  }
}
