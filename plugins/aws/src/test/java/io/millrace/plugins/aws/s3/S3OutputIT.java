package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.millrace.api.CustomFormat;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.plugins.aws.TestOutput;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The objects that the output stores, against a real S3 server that verifies signatures. */
final class S3OutputIT {
  @RegisterExtension static final TestStore store = new TestStore();

  @Test
  void storesAChunkCompleteAndCompressed() throws Exception {
    String text =
        IntStream.range(0, 200_000)
            .mapToObj(number -> "{\"n\":" + number + "}\n")
            .collect(Collectors.joining());

    try (TestOutput output = store.start("")) {
      output.write(TestChunk.hourly(text));
    }

    String key = store.name() + "/2023111422_0.gz";
    assertThat(store.bucket().keys(store.name())).containsExactly(key);
    assertThat(store.bucket().text(key)).isEqualTo(text);
    assertThat(store.bucket().head(key).contentType()).isEqualTo("application/x-gzip");
    assertThat(store.bucket().head(key).contentEncoding()).isNull();
  }

  @Test
  void formatsAsOutFileUnlessToldOtherwise() throws Exception {
    try (TestOutput output = store.start("<inject>\ntag_key t\n</inject>")) {
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
    String path = store.name() + storeAs;
    try (TestOutput output = store.start("path " + path + "/\nstore_as " + storeAs)) {
      output.write(TestChunk.hourly("{\"a\":1}\n"));
    }

    String key = path + "/2023111422_0." + extension;
    assertThat(store.bucket().text(key)).isEqualTo("{\"a\":1}\n");
    assertThat(store.bucket().head(key).contentType()).isEqualTo(contentType);
  }

  @Test
  void storesAsZstd() throws Exception {
    try (TestOutput output = store.start("store_as zstd\n<compress>\nlevel 19\n</compress>")) {
      output.write(TestChunk.hourly("line\n"));
    }

    byte[] bytes = store.bucket().bytes(store.name() + "/2023111422_0.zst");
    assertThat(new String(Zstd.decompress(bytes, 1024), StandardCharsets.UTF_8))
        .isEqualTo("line\n");
  }

  @Test
  void sendsACompressedChunkAsItIs() throws Exception {
    TestChunk chunk = TestChunk.hourly("line\n").gzipped();

    try (TestOutput output = store.start("")) {
      output.write(chunk);
    }

    assertThat(store.bucket().bytes(store.name() + "/2023111422_0.gz")).isEqualTo(chunk.stored());
  }

  @Test
  void unpacksACompressedChunkForText() throws Exception {
    try (TestOutput output = store.start("store_as text")) {
      output.write(TestChunk.hourly("line\n").gzipped());
    }

    assertThat(store.bucket().text(store.name() + "/2023111422_0.txt")).isEqualTo("line\n");
  }

  @Test
  void saysOfTheObjectWhatTheSettingsSay() throws Exception {
    try (TestOutput output =
        store.start(
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

    HeadObjectResponse head = store.bucket().head(store.name() + "/2023111422_0.gz");
    assertThat(head.metadata()).containsEntry("part", "0").containsEntry("hour", "22");
    assertThat(store.requests("PUT"))
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
    try (TestOutput output = store.start("")) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(store.requests("PUT"))
        .singleElement()
        .satisfies(
            put ->
                assertThat(put.headers())
                    .doesNotContainKeys("x-amz-trailer", "content-encoding")
                    .hasEntrySatisfying(
                        "x-amz-content-sha256", hash -> assertThat(hash).hasSize(64)));
  }

  @Test
  void warnsOfLateEvents() throws Exception {
    try (TestOutput output = store.start("warn_for_delay 10m")) {
      output.write(TestChunk.hourly("line\n"));

      assertThat(output.log())
          .contains("WARN out_s3: delayed events were put to " + store.name() + "/2023111422_0.gz");
    }
  }

  @Test
  void endsItsThreads() throws Exception {
    try (TestOutput output = store.start("")) {
      output.write(TestChunk.hourly("line\n"));
    }

    Set<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .collect(Collectors.toSet());
    assertThat(threads).noneMatch(thread -> thread.contains(store.name()));
  }
}
