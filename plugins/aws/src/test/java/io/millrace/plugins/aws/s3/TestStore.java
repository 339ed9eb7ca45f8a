package io.millrace.plugins.aws.s3;

import io.millrace.devstack.DevCredentials;
import io.millrace.devstack.DevS3;
import io.millrace.devstack.S3Request;
import io.millrace.plugins.aws.TestBucket;
import io.millrace.plugins.aws.TestOutput;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An S3 server for a class of tests; each test has a prefix of keys there, and outputs, of its own.
 */
final class TestStore
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final String BUCKET = "logs";

  private DevS3 s3;
  private TestBucket bucket;
  private String name = "";

  @Override
  public void beforeAll(ExtensionContext tests) {
    s3 = DevS3.start();
    s3.createBucket(BUCKET);
    bucket = new TestBucket(s3.url(), BUCKET, DevCredentials.BASE);
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    bucket.close();
    s3.close();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    name = test.getRequiredTestMethod().getName();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    s3.recover();
  }

  DevS3 s3() {
    return s3;
  }

  TestBucket bucket() {
    return bucket;
  }

  /** A prefix of keys, and an id of the plugin, that only this test uses. */
  String name() {
    return name;
  }

  /** The output with these lines besides where the server is. */
  String config(String more) {
    return """
        @type s3
        s3_endpoint %s
        force_path_style true
        aws_key_id %s
        aws_sec_key %s
        """
            .formatted(
                s3.url(), DevCredentials.BASE.accessKeyId(), DevCredentials.BASE.secretAccessKey())
        + (more.contains("path ") ? "" : "path " + name + "/\n")
        + (more.contains("s3_bucket") ? "" : "s3_bucket " + BUCKET + "\n")
        + more;
  }

  /** The output with these lines, started. */
  TestOutput start(String more) throws Exception {
    return TestOutput.start(name, config(more));
  }

  /** What was asked of the objects of this test, by {@code method}. */
  List<S3Request> requests(String method) {
    return s3.requests().stream()
        .filter(request -> request.method().equals(method))
        .filter(request -> request.target().startsWith("/" + BUCKET + "/" + name))
        .toList();
  }
}
