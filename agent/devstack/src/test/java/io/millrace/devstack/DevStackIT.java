package io.millrace.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

final class DevStackIT {

  @Test
  void runsTheWholeWayFromStsToTheBucketAndLeavesNothingBehind() {
    DevStack stack = DevStack.start();
    List<ProcessHandle> servers = List.of(stack.elasticsearch().handle(), stack.s3().handle());
    Path work = stack.s3().log().getParent();
    try (stack) {
      DevCredentials assumed = assume(stack);
      try (S3Client client = Clients.s3(stack.s3().url(), assumed)) {
        client.putObject(r -> r.bucket(stack.bucket()).key("a"), RequestBody.fromString("b"));
        assertThat(client.listObjectsV2(r -> r.bucket(stack.bucket())).keyCount()).isEqualTo(1);
      }
    }

    assertThat(servers).noneMatch(ProcessHandle::isAlive);
    assertThat(work).doesNotExist();
  }

  private static DevCredentials assume(DevStack stack) {
    try (StsClient client = Clients.sts(stack.sts().url(), stack.sts().base())) {
      Credentials credentials =
          client
              .assumeRole(r -> r.roleArn(DevSts.Options.ROLE_ARN).roleSessionName("test"))
              .credentials();
      return DevCredentials.temporary(
          credentials.accessKeyId(),
          credentials.secretAccessKey(),
          credentials.sessionToken(),
          credentials.expiration());
    }
  }

  @Test
  void serversDieWithAProcessThatIsKilled(@TempDir Path folder) throws Exception {
    Path environment = folder.resolve("stack.env");
    Process main = main(folder, "--env", environment.toString());
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(environment));
    List<ProcessHandle> servers = main.children().toList();
    assertThat(servers).hasSize(2);
    assertThat(Files.readString(environment)).contains("export AWS_ENDPOINT_URL_STS='http://127.0");

    main.destroyForcibly().waitFor();

    Awaitility.await().until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void endsWithStandardInput(@TempDir Path folder) throws Exception {
    int status = endOfMain(folder, main -> main.getOutputStream().close());

    assertThat(status).isZero();
  }

  @Test
  void endsOnASignal(@TempDir Path folder) throws Exception {
    int status = endOfMain(folder, Process::destroy);

    assertThat(status).isEqualTo(128 + 15);
  }

  @Test
  void endsWhenASignalComesWhileItEnds(@TempDir Path folder) throws Exception {
    int status =
        endOfMain(
            folder,
            main -> {
              main.getOutputStream().close();
              Awaitility.await().until(() -> main.children().count() < 2);
              main.destroy();
            });

    assertThat(status).isIn(0, 128 + 15); // whichever came first
  }

  private interface End {
    void of(Process main) throws IOException;
  }

  /** Starts a stack, ends it in the given way, and checks that nothing of it is left. */
  private static int endOfMain(Path folder, End end) throws Exception {
    Path environment = folder.resolve("stack.env");
    Process main = main(folder, "--env", environment.toString(), "--bucket", "other");
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(environment));
    List<ProcessHandle> servers = main.children().toList();
    assertThat(servers).hasSize(2);

    end.of(main);

    assertThat(main.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(servers).noneMatch(ProcessHandle::isAlive);
    assertThat(left(folder.resolve("tmp"))).as(Files.readString(log(folder))).isEmpty();
    return main.exitValue();
  }

  /** What servers left in there, all the way down. */
  private static List<Path> left(Path temporary) throws IOException {
    try (Stream<Path> all = Files.walk(temporary)) {
      return all.filter(path -> path.toString().contains("devstack")).toList();
    }
  }

  @Test
  void saysWhatKeptAServerFromStarting() {
    DevStack.Options broken =
        DevStack.Options.defaults()
            .withElasticsearch(
                DevElasticsearch.Options.defaults().withSetting("no.such.setting", "1"));

    assertThatThrownBy(() -> DevStack.start(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("elasticsearch server")
        .hasMessageContaining("unknown setting [no.such.setting]");
  }

  private static Process main(Path folder, String... arguments) throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Path classes =
        Path.of(DevStackMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classes.toString(),
                DevStackMain.class.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(log(folder).toFile())
        .start();
  }

  /** What the process prints. */
  private static Path log(Path folder) {
    return folder.resolve("main.log");
  }
}
