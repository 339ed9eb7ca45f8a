package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import io.millrace.api.CustomFormat;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.devstack.AwsError;
import io.millrace.devstack.DevCredentials;
import io.millrace.devstack.DevS3;
import io.millrace.devstack.S3Request;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.plugins.aws.TestBucket;
import io.millrace.plugins.aws.TestOutput;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The output against a real S3 server that verifies signatures. */
final class S3OutputIT {
  private static final String BUCKET = "logs";

  private static DevS3 s3;
  private static TestBucket bucket;

  /** A prefix of keys, and an id of the plugin, that only this test uses. */
  private String name = "";

  @BeforeAll
  static void startServer() {
    s3 = DevS3.start();
    s3.createBucket(BUCKET);
    bucket = new TestBucket(s3.url(), BUCKET, DevCredentials.BASE);
  }

  @AfterAll
  static void endServer() {
    bucket.close();
    s3.close();
  }

  @BeforeEach
  void name(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void recover() {
    s3.recover();
  }

  private String config(String more) {
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

  private TestOutput start(String more) throws Exception {
    return TestOutput.start(name, config(more));
  }

  private List<S3Request> requests(String method) {
    return s3.requests().stream()
        .filter(request -> request.method().equals(method))
        .filter(request -> request.target().startsWith("/" + BUCKET + "/" + name))
        .toList();
  }

  @Test
  void storesAChunkCompleteAndCompressed() throws Exception {
    String text =
        IntStream.range(0, 200_000)
            .mapToObj(number -> "{\"n\":" + number + "}\n")
            .collect(Collectors.joining());

    try (TestOutput output = start("")) {
      output.write(TestChunk.hourly(text));
    }

    String key = name + "/2023111422_0.gz";
    assertThat(bucket.keys(name)).containsExactly(key);
    assertThat(bucket.text(key)).isEqualTo(text);
    assertThat(bucket.head(key).contentType()).isEqualTo("application/x-gzip");
    assertThat(bucket.head(key).contentEncoding()).isNull();
  }

  @Test
  void formatsAsOutFileUnlessToldOtherwise() throws Exception {
    try (TestOutput output = start("<inject>\ntag_key t\n</inject>")) {
      ByteArraySink line = new ByteArraySink(64);
      EventCursor cursor =
          TestEvent.pack(TestEvent.event("app", 1_700_000_000, "{\"a\":1}")).cursor();
      cursor.next();

      ((CustomFormat) output.plugin()).format(Tag.of("app"), cursor, line);

      assertThat(line.toString()).endsWith("\tapp\t{\"a\":1,\"t\":\"app\"}\n").startsWith("2023-");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text, txt, text/plain",
    "json, json, application/json",
    "gzip_command, gz, application/x-gzip"
  })
  void storesAs(String storeAs, String extension, String contentType) throws Exception {
    name = name + storeAs;
    try (TestOutput output = start("store_as " + storeAs)) {
      output.write(TestChunk.hourly("{\"a\":1}\n"));
    }

    String key = name + "/2023111422_0." + extension;
    assertThat(bucket.text(key)).isEqualTo("{\"a\":1}\n");
    assertThat(bucket.head(key).contentType()).isEqualTo(contentType);
  }

  @Test
  void storesAsZstd() throws Exception {
    try (TestOutput output = start("store_as zstd\n<compress>\nlevel 19\n</compress>")) {
      output.write(TestChunk.hourly("line\n"));
    }

    byte[] bytes = bucket.bytes(name + "/2023111422_0.zst");
    assertThat(new String(Zstd.decompress(bytes, 1024), StandardCharsets.UTF_8))
        .isEqualTo("line\n");
  }

  @Test
  void sendsACompressedChunkAsItIs() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n").gzipped();

    try (TestOutput output = start("")) {
      output.write(chunk);
    }

    assertThat(bucket.bytes(name + "/2023111422_0.gz")).isEqualTo(chunk.stored());
  }

  @Test
  void unpacksACompressedChunkForText() throws Exception {
    try (TestOutput output = start("store_as text")) {
      output.write(TestChunk.hourly("line\n").gzipped());
    }

    assertThat(bucket.text(name + "/2023111422_0.txt")).isEqualTo("line\n");
  }

  @Test
  void takesTheFirstFreeIndexAndAsksOnlyOnceForTheNext() throws Exception {
    bucket.put(name + "/2023111422_0.txt", "there");
    bucket.put(name + "/2023111422_1.txt", "there too");

    try (TestOutput output = start("store_as text")) {
      output.write(TestChunk.hourly("first\n"));
      assertThat(requests("HEAD")).hasSize(3);
      output.write(TestChunk.hourly("second\n"));
    }

    assertThat(bucket.text(name + "/2023111422_2.txt")).isEqualTo("first\n");
    assertThat(bucket.text(name + "/2023111422_3.txt")).isEqualTo("second\n");
    assertThat(requests("HEAD")).hasSize(4);
  }

  @Test
  void losesNothingWhenSeveralAgentsCountInOneSeries() throws Exception {
    List<TestOutput> agents = new ArrayList<>();
    for (int agent = 0; agent < 3; agent++) {
      agents.add(TestOutput.start(name + agent, config("store_as text")));
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Void>> writes = new ArrayList<>();
      for (int number = 0; number < 30; number++) {
        TestOutput agent = agents.get(number % agents.size());
        String text = number + "\n";
        writes.add(
            () -> {
              agent.write(TestChunk.hourly(text));
              return null;
            });
      }
      for (Future<Void> write : threads.invokeAll(writes)) {
        write.get();
      }
    } finally {
      threads.shutdown();
      for (TestOutput agent : agents) {
        agent.close();
      }
    }

    assertThat(bucket.texts(name).values())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 30).mapToObj(number -> number + "\n").toList());
  }

  @Test
  void keepsTheChunkWhenItsOnlyKeyIsTaken() throws Exception {
    bucket.put(name + "/2023111422.txt", "there");

    try (TestOutput output =
        start("store_as text\ns3_object_key_format %{path}%{time_slice}.%{file_extension}")) {
      assertThatThrownBy(() -> output.write(TestChunk.hourly("new\n")))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining(name + "/2023111422.txt exists")
          .hasMessageContaining("%{uuid_flush}");
    }

    assertThat(bucket.text(name + "/2023111422.txt")).isEqualTo("there");
  }

  @Test
  void overwritesIfTold() throws Exception {
    bucket.put(name + "/2023111422.txt", "there");

    try (TestOutput output =
        start(
            "store_as text\noverwrite true\n"
                + "s3_object_key_format %{path}%{time_slice}.%{file_extension}")) {
      output.write(TestChunk.hourly("new\n"));
    }

    assertThat(bucket.text(name + "/2023111422.txt")).isEqualTo("new\n");
  }

  @Test
  void asksForNothingIfNothingIsToBeChecked() throws Exception {
    int before = s3.requests().size();

    try (TestOutput output =
        start(
            "check_object false\ncheck_bucket false\ncheck_apikey_on_start false\n"
                + "s3_object_key_format %{path}${chunk_id}")) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(s3.requests().stream().skip(before).map(S3Request::method)).containsExactly("PUT");
    assertThat(bucket.keys(name)).hasSize(1);
  }

  @Test
  void keepsObjectsOfTheSameSecondApart() throws Exception {
    try (TestOutput output = start("path " + name + "\ncheck_object false\nstore_as text")) {
      output.write(TestChunk.hourly("first\n"));
      assertThatThrownBy(() -> output.write(TestChunk.hourly("second\n")))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("same second");
    }

    assertThat(bucket.texts(name).values()).containsExactly("first\n");
  }

  @Test
  void saysOfTheObjectWhatTheSettingsSay() throws Exception {
    try (TestOutput output =
        start(
            """
            storage_class STANDARD_IA
            use_server_side_encryption aws:kms
            ssekms_key_id key-1
            tagging team=logs&env=test
            s3_metadata {"part":"%{index}","hour":"%H"}
            checksum_algorithm SHA256
            """)) {
      output.write(TestChunk.hourly("line\n"));
    }

    HeadObjectResponse head = bucket.head(name + "/2023111422_0.gz");
    assertThat(head.metadata()).containsEntry("part", "0").containsEntry("hour", "22");
    assertThat(requests("PUT"))
        .singleElement()
        .satisfies(
            put ->
                assertThat(put.headers())
                    .containsEntry("x-amz-storage-class", "STANDARD_IA")
                    .containsEntry("x-amz-server-side-encryption", "aws:kms")
                    .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "key-1")
                    .containsEntry("x-amz-tagging", "team=logs&env=test")
                    .containsEntry("if-none-match", "*")
                    .containsKey("x-amz-checksum-sha256"));
  }

  @Test
  void sendsPlainBodiesToOtherStores() throws Exception {
    try (TestOutput output = start("")) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(requests("PUT"))
        .singleElement()
        .satisfies(
            put ->
                assertThat(put.headers())
                    .doesNotContainKeys("x-amz-trailer", "content-encoding")
                    .hasEntrySatisfying(
                        "x-amz-content-sha256", hash -> assertThat(hash).hasSize(64)));
  }

  @Test
  void keepsTheChunkWhileTheStoreIsBusyAndStoresItOnce() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output = start("store_as text")) {
      output.write(TestChunk.hourly("").slices(Duration.ofDays(1)));
      s3.fail(AwsError.SLOW_DOWN);
      for (int turn = 0; turn < 2; turn++) {
        assertThatThrownBy(() -> output.write(chunk))
            .isInstanceOf(RetryableException.class)
            .hasMessageContaining("503");
      }

      s3.recover();
      output.write(chunk);

      assertThat(output.log()).as("deliveries are the engine's to log").isEmpty();
    }
    assertThat(bucket.texts(name))
        .containsOnlyKeys(name + "/20231114_0.txt", name + "/2023111422_0.txt");
  }

  @Test
  void namesTheRightsThatAreMissing() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output =
        start(
            "check_bucket false\ncheck_apikey_on_start false\ncheck_object false\n"
                + "s3_object_key_format %{path}x")) {
      s3.fail(AwsError.ACCESS_DENIED);

      assertThatThrownBy(() -> output.write(chunk))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("PutObject of " + name + "/x failed in bucket logs")
          .hasMessageContaining("AccessDenied (status 403")
          .hasMessageContaining("s3:PutObject on arn:aws:s3:::logs/*");

      s3.recover();
      output.write(chunk);
    }
    assertThat(bucket.keys(name)).hasSize(1);
  }

  @Test
  void createsABucketThatIsNotThere() throws Exception {
    try (TestOutput output = start("s3_bucket fresh")) {
      output.write(TestChunk.hourly("line\n"));
      assertThat(output.log()).contains("INFO created bucket fresh at " + s3.url());
    }

    try (TestBucket fresh = new TestBucket(s3.url(), "fresh", DevCredentials.BASE)) {
      assertThat(fresh.keys(name)).hasSize(1);
    }
  }

  @Test
  void waitsForABucketThatItMustNotCreate() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output = start("s3_bucket later\nauto_create_bucket false")) {
      assertThatThrownBy(() -> output.write(chunk))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("bucket later at " + s3.url() + " does not exist");
      await().until(() -> output.log().stream().anyMatch(line -> line.startsWith("WARN")));

      s3.createBucket("later");
      await().until(() -> output.log().stream().anyMatch(line -> line.contains("used again")));
      output.write(chunk);
      assertThat(output.log()).filteredOn(line -> line.startsWith("WARN")).hasSize(1);
    }
  }

  @Test
  void startsWithoutAStoreAndDeliversWhenItIsThere() throws Exception {
    s3.goDown();
    TestChunk chunk = TestChunk.hourly("line\n");
    try (TestOutput output = start("")) {
      assertThatThrownBy(() -> output.write(chunk)).isInstanceOf(RetryableException.class);

      s3.comeUp();
      await()
          .ignoreExceptions()
          .until(
              () -> {
                output.write(chunk);
                return true;
              });
    } finally {
      s3.comeUp();
    }

    assertThat(bucket.keys(name)).containsExactly(name + "/2023111422_0.gz");
  }

  @Test
  void asksAgainWhenCredentialsAreRefusedAsEnded() throws Exception {
    try (TestOutput output = start("check_bucket false\ncheck_apikey_on_start false")) {
      s3.failNext(1, AwsError.EXPIRED_TOKEN);

      output.write(TestChunk.hourly("line\n"));

      assertThat(output.log())
          .containsExactly("INFO credentials were refused as ended: asking for new ones");
    }
    assertThat(bucket.keys(name)).hasSize(1);
  }

  @Test
  void warnsOfLateEvents() throws Exception {
    try (TestOutput output = start("warn_for_delay 10m")) {
      output.write(TestChunk.hourly("line\n"));

      assertThat(output.log())
          .contains("WARN out_s3: delayed events were put to " + name + "/2023111422_0.gz");
    }
  }

  @Test
  void endsItsThreads() throws Exception {
    try (TestOutput output = start("")) {
      output.write(TestChunk.hourly("line\n"));
    }

    Set<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .collect(Collectors.toSet());
    assertThat(threads).noneMatch(thread -> thread.contains(name));
  }
}
