package io.millrace.devstack;

/**
 * An S3 server with one bucket that accepts only what its own STS issues: where signed requests are
 * tried. Both on loopback, ended together.
 */
public final class DevSignedS3 implements AutoCloseable {
  private final DevSts sts;
  private final DevS3 s3;

  private DevSignedS3(DevSts sts, DevS3 s3) {
    this.sts = sts;
    this.s3 = s3;
  }

  /**
   * Starts both; they answer when this returns.
   *
   * @throws RuntimeException if one does not start; the other is ended
   */
  public static DevSignedS3 start(String bucket) {
    DevSts sts = DevSts.start();
    try {
      DevS3 s3 = DevS3.start(DevS3.Options.defaults(), sts);
      s3.createBucket(bucket);
      return new DevSignedS3(sts, s3);
    } catch (RuntimeException e) {
      sts.close();
      throw e;
    }
  }

  /** The STS endpoint. */
  public DevSts sts() {
    return sts;
  }

  /** The S3 server. */
  public DevS3 s3() {
    return s3;
  }

  @Override
  public void close() {
    s3.close();
    sts.close();
  }
}
