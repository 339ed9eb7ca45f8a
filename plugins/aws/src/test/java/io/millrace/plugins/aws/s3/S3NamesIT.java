package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import io.millrace.devstack.S3Request;
import io.millrace.plugins.aws.TestOutput;
import io.millrace.testkit.TestChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which names objects get, and what becomes of a chunk whose name is taken. */
final class S3NamesIT {
  @RegisterExtension static final TestStore store = new TestStore();

  @Test
  void takesTheFirstFreeIndexAndAsksOnlyOnceForTheNext() throws Exception {
    store.bucket().put(store.name() + "/2023111422_0.txt", "there");
    store.bucket().put(store.name() + "/2023111422_1.txt", "there too");

    try (TestOutput output = store.start("store_as text")) {
      output.write(TestChunk.hourly("first\n"));
      assertThat(store.requests("HEAD")).hasSize(3);
      output.write(TestChunk.hourly("second\n"));
    }

    assertThat(store.bucket().text(store.name() + "/2023111422_2.txt")).isEqualTo("first\n");
    assertThat(store.bucket().text(store.name() + "/2023111422_3.txt")).isEqualTo("second\n");
    assertThat(store.requests("HEAD")).hasSize(4);
  }

  @Test
  void losesNothingWhenSeveralAgentsCountInOneSeries() throws Exception {
    List<TestOutput> agents = new ArrayList<>();
    for (int agent = 0; agent < 3; agent++) {
      agents.add(TestOutput.start(store.name() + agent, store.config("store_as text")));
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

    assertThat(store.bucket().texts(store.name()).values())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 30).mapToObj(number -> number + "\n").toList());
  }

  @Test
  void keepsTheChunkWhenItsOnlyKeyIsTaken() throws Exception {
    store.bucket().put(store.name() + "/2023111422.txt", "there");

    try (TestOutput output =
        store.start("store_as text\ns3_object_key_format %{path}%{time_slice}.%{file_extension}")) {
      assertThatThrownBy(() -> output.write(TestChunk.hourly("new\n")))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining(store.name() + "/2023111422.txt exists")
          .hasMessageContaining("%{uuid_flush}");
    }

    assertThat(store.bucket().text(store.name() + "/2023111422.txt")).isEqualTo("there");
  }

  @Test
  void overwritesIfTold() throws Exception {
    store.bucket().put(store.name() + "/2023111422.txt", "there");

    try (TestOutput output =
        store.start(
            "store_as text\noverwrite true\n"
                + "s3_object_key_format %{path}%{time_slice}.%{file_extension}")) {
      output.write(TestChunk.hourly("new\n"));
    }

    assertThat(store.bucket().text(store.name() + "/2023111422.txt")).isEqualTo("new\n");
  }

  @Test
  void asksForNothingIfNothingIsToBeChecked() throws Exception {
    int before = store.s3().requests().size();

    try (TestOutput output =
        store.start(
            "check_object false\ncheck_bucket false\ncheck_apikey_on_start false\n"
                + "s3_object_key_format %{path}${chunk_id}")) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(store.s3().requests().stream().skip(before).map(S3Request::method))
        .containsExactly("PUT");
    assertThat(store.bucket().keys(store.name())).hasSize(1);
  }

  @Test
  void keepsObjectsOfTheSameSecondApart() throws Exception {
    try (TestOutput output =
        store.start("path " + store.name() + "\ncheck_object false\nstore_as text")) {
      output.write(TestChunk.hourly("first\n"));
      assertThatThrownBy(() -> output.write(TestChunk.hourly("second\n")))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("same second");
    }

    assertThat(store.bucket().texts(store.name()).values()).containsExactly("first\n");
  }
}
