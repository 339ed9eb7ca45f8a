package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeOfFilesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

  @TempDir private Path dir;
  private final AtomicInteger day = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  private MadeOfFiles<String> of(Path file) {
    return new MadeOfFiles<>(
        List.of(file), () -> read(file), error -> failures.add(String.valueOf(error.getMessage())));
  }

  /** One that is to be made anew ten days after it was made. */
  private MadeOfFiles<String> ofTenDays(Path file) {
    return new MadeOfFiles<>(
        List.of(file),
        () -> read(file) + " of day " + day.get(),
        text -> Optional.of(START.plus(Duration.ofDays(day.get() + 10))),
        () -> START.plus(Duration.ofDays(day.get())),
        error -> failures.add(String.valueOf(error.getMessage())));
  }

  private static String read(Path file) {
    try {
      String text = Files.readString(file);
      if (text.startsWith("bad")) {
        throw new IllegalArgumentException(text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read", e);
    }
  }

  @Test
  void isMadeAnewWhenAFileChanges() throws Exception {
    Path file = Files.writeString(dir.resolve("a"), "one");
    MadeOfFiles<String> made = of(file);

    assertThat(made.get()).isEqualTo("one");
    Files.writeString(file, "second");

    Awaitility.await().atMost(TIMEOUT).until(() -> made.get().equals("second"));
    assertThat(failures).isEmpty();
  }

  @Test
  void staysWhatItWasWhileFilesCannotBeUsed() throws Exception {
    Path file = Files.writeString(dir.resolve("a"), "one");
    MadeOfFiles<String> made = of(file);

    Files.writeString(file, "bad half of a file");
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(made.get()).isEqualTo("one");
              assertThat(failures).containsExactly("bad half of a file");
            });
    Files.writeString(file, "whole");

    Awaitility.await().atMost(TIMEOUT).until(() -> made.get().equals("whole"));
    assertThat(failures).hasSize(1);
  }

  @Test
  void isMadeAnewWhenItIsDue() throws Exception {
    Path file = Files.writeString(dir.resolve("a"), "one");
    MadeOfFiles<String> made = ofTenDays(file);

    day.set(9);
    Files.writeString(file, "second"); // so that it is seen that somebody has looked
    Awaitility.await().atMost(TIMEOUT).until(() -> made.get().equals("second of day 9"));
    day.set(18);
    assertThat(made.get()).isEqualTo("second of day 9");
    day.set(19);

    Awaitility.await().atMost(TIMEOUT).until(() -> made.get().equals("second of day 19"));
    assertThat(failures).isEmpty();
  }

  @Test
  void isTriedAgainAMinuteLaterWhereItIsDueAndCannotBeMade() throws Exception {
    Path file = Files.writeString(dir.resolve("a"), "one");
    MadeOfFiles<String> made = ofTenDays(file);

    Files.writeString(file, "bad");
    day.set(10);
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(made.get()).isEqualTo("one of day 0");
              assertThat(failures).containsExactly("bad");
            });
    day.set(11);
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(made.get()).isEqualTo("one of day 0");
              assertThat(failures).containsExactly("bad", "bad");
            });
    Files.writeString(file, "good");

    Awaitility.await().atMost(TIMEOUT).until(() -> made.get().equals("good of day 11"));
  }

  @Test
  void isMadeByOneAtATimeWhileTheOthersGoOnWithTheFormer() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();
    MadeOfFiles<Integer> made =
        new MadeOfFiles<>(
            List.of(),
            () -> {
              if (times.incrementAndGet() > 1) {
                making.countDown();
                await(mayEnd);
              }
              return times.get();
            },
            number -> Optional.of(START),
            () -> START,
            error -> failures.add(String.valueOf(error.getMessage())));
    Thread first = new Thread(() -> Awaitility.await().atMost(TIMEOUT).until(() -> made.get() > 1));
    first.start();
    await(making);

    Awaitility.await().during(Duration.ofMillis(1_200)).until(() -> made.get() == 1);
    assertThat(times).hasValue(2);
    mayEnd.countDown();

    first.join(TIMEOUT.toMillis());
    assertThat(first.isAlive()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failsWhereItCannotBeMadeAtFirst() {
    assertThatThrownBy(() -> of(dir.resolve("missing"))).hasMessageContaining("cannot read");
  }
}
