package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.ManualClock;
import io.millrace.testkit.TestChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the search does when answers are lost, which a real server cannot be told to do. */
final class KeySearchTest {
  private static final Logger LOG = LoggerFactory.getLogger(KeySearchTest.class);

  private final Bucket bucket = new Bucket();

  /** A bucket in memory that can store an object and still fail the request. */
  private static final class Bucket implements ObjectStore {
    final Map<String, String> objects = new TreeMap<>();
    boolean loseAnswers;
    boolean refuse;
    int heads;

    @Override
    public void prepare() {}

    @Override
    public boolean exists(String key) {
      heads++;
      return objects.containsKey(key);
    }

    @Override
    public boolean holds(String key, ObjectBody body) throws IOException {
      return text(body).equals(objects.get(key));
    }

    @Override
    public void put(String key, Upload upload) {
      if (refuse) {
        throw failure();
      }
      try {
        objects.put(key, text(upload.body()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      if (loseAnswers) {
        throw failure();
      }
    }

    @Override
    public boolean putIfAbsent(String key, Upload upload) {
      if (objects.containsKey(key)) {
        return false;
      }
      put(key, upload);
      return true;
    }

    private static StoreFailure failure() {
      return new StoreFailure("lost", "no answer", false, new IOException("no answer"));
    }

    private static String text(ObjectBody body) throws IOException {
      return new String(body.open().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
  }

  private static KeySearch search(String format) {
    KeySettings settings =
        new KeySettings("", Optional.of(format), Optional.empty(), "%d", 4, true, false);
    ObjectKey keys = new ObjectKey(settings, Map.of(), "txt", "host", new ManualClock(), LOG);
    return new KeySearch(keys, settings, "text/plain", LOG);
  }

  @Test
  void doesNotStoreTwiceWhatWasStoredWithoutAnAnswer() throws Exception {
    KeySearch search = search("%{time_slice}_%{index}");
    TestChunk chunk = TestChunk.hourly("lost");
    bucket.loseAnswers = true;
    assertThatThrownBy(() -> search.store(chunk, new StoredBody(chunk), bucket))
        .isInstanceOf(StoreFailure.class);
    bucket.loseAnswers = false;

    String key = search.store(chunk, new StoredBody(chunk), bucket);

    assertThat(key).isEqualTo("2023111422_0");
    assertThat(bucket.objects).containsOnly(Map.entry("2023111422_0", "lost"));
  }

  @Test
  void goesOnBehindWhatAnotherChunkStoredMeanwhile() throws Exception {
    KeySearch search = search("%{time_slice}_%{index}");
    TestChunk chunk = TestChunk.hourly("mine");
    bucket.refuse = true;
    assertThatThrownBy(() -> search.store(chunk, new StoredBody(chunk), bucket))
        .isInstanceOf(StoreFailure.class);
    bucket.refuse = false;
    bucket.objects.put("2023111422_0", "another's");

    String key = search.store(chunk, new StoredBody(chunk), bucket);

    assertThat(key).isEqualTo("2023111422_1");
    assertThat(bucket.objects).containsEntry("2023111422_0", "another's").hasSize(2);
  }

  @Test
  void beginsEachSeriesAtZeroAndGoesOnWhereItWas() throws Exception {
    KeySearch search = search("%{hex_random}_%{index}");
    TestChunk chunk = TestChunk.hourly("x");

    String first = search.store(chunk, new StoredBody(chunk), bucket);
    int heads = bucket.heads;
    String second = search.store(chunk, new StoredBody(chunk), bucket);

    assertThat(first).endsWith("_0");
    assertThat(second).endsWith("_1");
    assertThat(bucket.heads - heads).isEqualTo(1);
  }

  @Test
  void doesNotCountWhatIsNewAnyway() throws Exception {
    KeySearch search = search("%{uuid_flush}_%{index}");

    for (int turn = 0; turn < 2; turn++) {
      TestChunk chunk = TestChunk.hourly("x" + turn);
      assertThat(search.store(chunk, new StoredBody(chunk), bucket)).endsWith("_0");
    }
  }
}
