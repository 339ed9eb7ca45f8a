package io.millrace.plugins.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.event.EventCursor;
import io.millrace.event.RecordPath;
import io.millrace.testkit.InputDriver;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A tail that runs in the folder of a test and ends with it, and what it emits. */
final class TailDriver implements AfterEachCallback {
  static final String NONE = "<parse>\n@type none\n</parse>\n";

  private final Supplier<Path> dir;
  private TestContext context = new TestContext("tail");
  private @Nullable InputDriver input;

  TailDriver(Supplier<Path> dir) {
    this.dir = dir;
  }

  /** Starts a tail; {@code DIR} in {@code config} stands for the folder. */
  TailDriver start(String config) {
    context = new TestContext("tail");
    return start(context, config);
  }

  /** Starts a tail whose events go where {@code given} lets them. */
  TailDriver start(TestContext given, String config) {
    context = given;
    InputDriver created =
        InputDriver.of(
            context,
            "tail",
            "rotate_wait 0.3",
            "refresh_interval 0.2",
            config.replace("DIR", dir.get().toString()));
    input = created;
    try {
      created.start();
    } catch (Exception e) {
      throw new AssertionError("the tail does not start", e);
    }
    return this;
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    if (input != null) {
      close();
    }
  }

  /** Stops it as the engine does. */
  void stop() {
    Objects.requireNonNull(input, "not started").stop();
  }

  /** Stops it and its timer. */
  void close() throws Exception {
    stop();
    context.close();
  }

  TestContext context() {
    return context;
  }

  /** A field of all events so far. */
  List<String> field(String name) {
    RecordPath path = RecordPath.ofKey(name);
    List<String> all = new ArrayList<>();
    for (TestContext.Emit emit : context.emits()) {
      EventCursor cursor = emit.events().cursor();
      while (cursor.next()) {
        all.add(cursor.text(path).orElse(""));
      }
    }
    return all;
  }

  /** The {@code message} of all events so far. */
  List<String> messages() {
    return field("message");
  }

  /** Waits for {@code wanted}, in this order and nothing else. */
  void awaitMessages(String... wanted) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(messages()).containsExactly(wanted));
  }

  Path path(String name) {
    return dir.get().resolve(name);
  }

  void write(String name, String text) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.writeString(path(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(String name, String text) {
    try {
      Files.writeString(path(name), text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void rename(String from, String to) {
    try {
      Files.move(path(from), path(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String name) {
    try {
      Files.delete(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long inode(String name) {
    return FileStat.of(path(name)).orElseThrow().inode();
  }

  /** A line of a position file. */
  String line(String name, long offset, long inode) {
    return new PositionLine(path(name).toString(), offset, inode).text();
  }

  String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
