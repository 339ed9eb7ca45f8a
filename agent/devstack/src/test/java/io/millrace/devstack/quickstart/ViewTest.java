package io.millrace.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ViewTest {
  private static final Guide GUIDE =
      new Guide(
          URI.create("http://127.0.0.1:1"),
          URI.create("http://127.0.0.1:2"),
          URI.create("http://127.0.0.1:3"),
          "millrace-*",
          Path.of("/w/s3/logs"),
          Path.of("/w/agent.log"));

  private final View view = new View(GUIDE);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private static Snapshot snapshot(long seconds, long documents, long lines) {
    return new Snapshot(
        Duration.ofSeconds(seconds),
        new Load.Counts(1_200, 800, 790, 3),
        399.6,
        List.of(new Snapshot.Buffer("s3", new BufferFolder.Chunks(1, 2))),
        List.of(new S3Objects.Item("logs/a.gz", 5_000, lines, Instant.EPOCH)),
        List.of(new Indices.Index("millrace-2026.01.31", documents)),
        new Snapshot.Assumed(1, 2, Optional.of("arn:role"), Optional.of("session")));
  }

  private Screen screen(boolean terminal) {
    return new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), view, terminal);
  }

  private String shown() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsWhatWentWhere() {
    assertThat(view.full(snapshot(7, 1_990, 1_500), false))
        .contains(
            "Millrace quickstart   7 s   Ctrl-C ends all of it",
            "sent                  2,000 events   400/s",
            "  tail                1,200 lines, files rotated 3 times",
            "  forward             800 events, 790 acked",
            "buffer s3             1 chunks staged, 2 queued",
            "Elasticsearch         1,990 documents in millrace-2026.01.31",
            "S3                    1,500 lines in 1 objects",
            "                      logs/a.gz  5,000 B, 1,500 lines",
            "STS                   1 AssumeRole granted, 2 refused: arn:role as session",
            "  curl -s 'http://127.0.0.1:1/millrace-*/_count?pretty'",
            "  find '/w/s3/logs' -name '*.gz' -exec gzip -dc {} + | wc -l");
  }

  @Test
  void fitsOnASmallTerminalHoweverManyObjectsThereAre() {
    Snapshot one = snapshot(7, 0, 0);
    List<S3Objects.Item> many =
        IntStream.range(0, 100)
            .mapToObj(i -> new S3Objects.Item("logs/" + i + ".gz", 1, 1, Instant.EPOCH))
            .toList();

    List<String> lines =
        view.full(
            new Snapshot(
                one.elapsed(), one.load(), 0, one.chunks(), many, one.indices(), one.assumed()),
            false);

    assertThat(lines).hasSizeLessThanOrEqualTo(24).anyMatch(line -> line.contains("100 objects"));
  }

  @Test
  void saysThatTheRestIsArriving() {
    assertThat(view.full(snapshot(7, 0, 0), true)).first().asString().contains("arriving");
  }

  @Test
  void summarizesEqualNumbers() {
    assertThat(view.summary(snapshot(7, 2_000, 2_000)))
        .contains(
            "sent                  2000 events (1200 tailed, 800 forwarded, 790 acked)",
            "Elasticsearch         2000 documents in millrace-2026.01.31",
            "S3                    2000 lines in 1 objects")
        .last()
        .asString()
        .startsWith("All equal");
  }

  @Test
  void summarizesNumbersThatDiffer() {
    assertThat(view.summary(snapshot(7, 2_001, 2_000)))
        .last()
        .asString()
        .startsWith("NOT equal")
        .contains("/w/agent.log");
  }

  @Test
  void refreshesATerminalInPlaceAndGivesItBack() {
    try (Screen screen = screen(true)) {
      screen.show(snapshot(1, 0, 0));
      screen.show(snapshot(2, 0, 0));
    }

    assertThat(shown().split("\u001b\\[H", -1)).hasSize(3);
    assertThat(shown())
        .startsWith("\u001b[?1049h\u001b[?25l\u001b[H")
        .endsWith("\u001b[?25h\u001b[?1049l")
        .containsOnlyOnce("\u001b[?1049h");
  }

  @Test
  void printsAPlainLineEveryFewSecondsElsewhere() {
    try (Screen screen = screen(false)) {
      IntStream.rangeClosed(0, 9).forEach(second -> screen.show(snapshot(second, 5, 6)));
    }

    assertThat(shown().lines())
        .containsExactly(
            "0 s  sent=2000 (tail=1200 forward=800) rate=400/s acked=790 staged=1 queued=2"
                + " elasticsearch=5 s3=6 objects=1 assume_role=1",
            "5 s  sent=2000 (tail=1200 forward=800) rate=400/s acked=790 staged=1 queued=2"
                + " elasticsearch=5 s3=6 objects=1 assume_role=1");
  }
}
