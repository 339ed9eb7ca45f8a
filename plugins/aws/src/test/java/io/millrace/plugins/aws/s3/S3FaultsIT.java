package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.RetryableException;
import io.millrace.devstack.AwsError;
import io.millrace.devstack.DevCredentials;
import io.millrace.plugins.aws.TestBucket;
import io.millrace.plugins.aws.TestOutput;
import io.millrace.testkit.TestChunk;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Stores that are busy, refuse, are down, or lack the bucket: the chunk is kept and the log says
 * why.
 */
final class S3FaultsIT {
  @RegisterExtension static final TestStore store = new TestStore();

  @Test
  void keepsTheChunkWhileTheStoreIsBusyAndStoresItOnce() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output = store.start("store_as text")) {
      output.write(TestChunk.hourly("").slices(Duration.ofDays(1)));
      store.s3().fail(AwsError.SLOW_DOWN);
      for (int turn = 0; turn < 2; turn++) {
        assertThatThrownBy(() -> output.write(chunk))
            .isInstanceOf(RetryableException.class)
            .hasMessageContaining("503");
      }

      store.s3().recover();
      output.write(chunk);

      assertThat(output.log()).as("deliveries are the engine's to log").isEmpty();
    }
    assertThat(store.bucket().texts(store.name()))
        .containsOnlyKeys(store.name() + "/20231114_0.txt", store.name() + "/2023111422_0.txt");
  }

  @Test
  void namesTheRightsThatAreMissing() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output =
        store.start(
            "check_bucket false\ncheck_apikey_on_start false\ncheck_object false\n"
                + "s3_object_key_format %{path}x")) {
      store.s3().fail(AwsError.ACCESS_DENIED);

      assertThatThrownBy(() -> output.write(chunk))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("PutObject of " + store.name() + "/x failed in bucket logs")
          .hasMessageContaining("AccessDenied (status 403")
          .hasMessageContaining("s3:PutObject on arn:aws:s3:::logs/*");

      store.s3().recover();
      output.write(chunk);
    }
    assertThat(store.bucket().keys(store.name())).hasSize(1);
  }

  @Test
  void createsABucketThatIsNotThere() throws Exception {
    try (TestOutput output = store.start("s3_bucket fresh")) {
      output.write(TestChunk.hourly("line\n"));
      assertThat(output.log()).contains("INFO created bucket fresh at " + store.s3().url());
    }

    try (TestBucket fresh = new TestBucket(store.s3().url(), "fresh", DevCredentials.BASE)) {
      assertThat(fresh.keys(store.name())).hasSize(1);
    }
  }

  @Test
  void waitsForABucketThatItMustNotCreate() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output = store.start("s3_bucket later\nauto_create_bucket false")) {
      assertThatThrownBy(() -> output.write(chunk))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("bucket later at " + store.s3().url() + " does not exist");
      await().until(() -> output.log().stream().anyMatch(line -> line.startsWith("WARN")));

      store.s3().createBucket("later");
      await().until(() -> output.log().stream().anyMatch(line -> line.contains("used again")));
      output.write(chunk);
      assertThat(output.log()).filteredOn(line -> line.startsWith("WARN")).hasSize(1);
    }
  }

  @Test
  void startsWithoutAStoreAndDeliversWhenItIsThere() throws Exception {
    store.s3().goDown();
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output = store.start("")) {
      assertThatThrownBy(() -> output.write(chunk)).isInstanceOf(RetryableException.class);

      store.s3().comeUp();
      await()
          .ignoreExceptions()
          .until(
              () -> {
                output.write(chunk);
                return true;
              });
    } finally {
      store.s3().comeUp();
    }

    assertThat(store.bucket().keys(store.name()))
        .containsExactly(store.name() + "/2023111422_0.gz");
  }

  @Test
  void asksAgainWhenCredentialsAreRefusedAsEnded() throws Exception {
    try (TestOutput output = store.start("check_bucket false\ncheck_apikey_on_start false")) {
      store.s3().failNext(1, AwsError.EXPIRED_TOKEN);

      output.write(TestChunk.hourly("line\n"));

      assertThat(output.log())
          .containsExactly("INFO credentials were refused as ended: asking for new ones");
    }
    assertThat(store.bucket().keys(store.name())).hasSize(1);
  }
}
