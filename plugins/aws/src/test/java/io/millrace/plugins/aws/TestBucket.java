package io.millrace.plugins.aws;

import io.millrace.devstack.DevCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is in a bucket. */
public final class TestBucket implements AutoCloseable {
  private final S3Client client;
  private final String name;

  /** The bucket {@code name} of the store at {@code url}. */
  public TestBucket(URI url, String name, DevCredentials as) {
    this.name = name;
    this.client =
        S3Client.builder()
            .endpointOverride(url)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(StaticCredentialsProvider.create(credentials(as)))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  private static AwsCredentials credentials(DevCredentials as) {
    return as.sessionToken()
        .<AwsCredentials>map(
            token -> AwsSessionCredentials.create(as.accessKeyId(), as.secretAccessKey(), token))
        .orElseGet(() -> AwsBasicCredentials.create(as.accessKeyId(), as.secretAccessKey()));
  }

  /** The keys that begin with {@code prefix}. */
  public List<String> keys(String prefix) {
    return client.listObjectsV2Paginator(r -> r.bucket(name).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /** The texts by key, unpacked. */
  public Map<String, String> texts(String prefix) {
    Map<String, String> texts = new TreeMap<>();
    keys(prefix).forEach(key -> texts.put(key, text(key)));
    return texts;
  }

  /** The text of an object, unpacked if its key ends with {@code .gz}. */
  public String text(String key) {
    byte[] bytes = bytes(key);
    if (!key.endsWith(".gz")) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of an object. */
  public byte[] bytes(String key) {
    return client.getObjectAsBytes(r -> r.bucket(name).key(key)).asByteArray();
  }

  /** What is said of an object. */
  public HeadObjectResponse head(String key) {
    return client.headObject(r -> r.bucket(name).key(key));
  }

  /** Puts a text there. */
  public void put(String key, String text) {
    client.putObject(r -> r.bucket(name).key(key), RequestBody.fromString(text));
  }

  @Override
  public void close() {
    client.close();
  }
}
