package io.millrace.devstack.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders snapshots as text; draws nothing itself. */
final class View {
  private static final int NEWEST_OBJECTS = 4;

  private final Guide guide;

  View(Guide guide) {
    this.guide = guide;
  }

  /**
   * The whole view, to be refreshed in place.
   *
   * @param stopping whether the load has ended
   */
  List<String> full(Snapshot now, boolean stopping) {
    Load.Counts load = now.load();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Millrace quickstart   %d s   %s"
            .formatted(
                now.elapsed().toSeconds(),
                stopping
                    ? "stopped; the rest is arriving (Ctrl-C again: do not wait)"
                    : "Ctrl-C ends all of it"));
    lines.add("");
    lines.add(row("sent", "%,d events   %,.0f/s".formatted(load.sent(), now.rate())));
    lines.add(row("  tail", "%,d lines, files rotated %d times", load.tailed(), load.rotations()));
    lines.add(row("  forward", "%,d events, %,d acked", load.forwarded(), load.acked()));
    for (Snapshot.Buffer buffer : now.chunks()) {
      lines.add(
          row(
              "buffer " + buffer.output(),
              "%d chunks staged, %d queued",
              buffer.chunks().staged(),
              buffer.chunks().queued()));
    }
    lines.add(row("Elasticsearch", "%,d documents%s", now.documents(), indices(now)));
    lines.add(row("S3", "%,d lines in %,d objects", now.lines(), now.objects().size()));
    now.objects().stream().limit(NEWEST_OBJECTS).map(View::object).forEach(lines::add);
    lines.add(row("STS", assumed(now.assumed())));
    lines.add("");
    lines.addAll(guide.lines());
    return lines;
  }

  private static String row(String name, String format, Object... values) {
    return String.format(Locale.ROOT, "%-22s", name) + String.format(Locale.ROOT, format, values);
  }

  private static String indices(Snapshot now) {
    return now.indices().isEmpty()
        ? ""
        : now.indices().stream()
            .map(Indices.Index::name)
            .collect(Collectors.joining(", ", " in ", ""));
  }

  private static String object(S3Objects.Item item) {
    return row("", "%s  %,d B, %,d lines", item.key(), item.bytes(), item.lines());
  }

  private static String assumed(Snapshot.Assumed assumed) {
    String calls = "%d AssumeRole granted".formatted(assumed.granted());
    if (assumed.refused() > 0) {
      calls += ", %d refused".formatted(assumed.refused());
    }
    return calls
        + assumed.role().map(role -> ": " + role).orElse("")
        + assumed.session().map(session -> " as " + session).orElse("");
  }

  /** One line that says the most important of it, where nothing can be refreshed in place. */
  String line(Snapshot now) {
    Load.Counts load = now.load();
    return String.format(
        Locale.ROOT,
        "%d s  sent=%d (tail=%d forward=%d) rate=%.0f/s acked=%d staged=%d queued=%d"
            + " elasticsearch=%d s3=%d objects=%d assume_role=%d",
        now.elapsed().toSeconds(),
        load.sent(),
        load.tailed(),
        load.forwarded(),
        now.rate(),
        load.acked(),
        now.staged(),
        now.queued(),
        now.documents(),
        now.lines(),
        now.objects().size(),
        now.assumed().granted());
  }

  /** The end: the three numbers that must agree, and whether they do. */
  List<String> summary(Snapshot end) {
    List<String> lines = new ArrayList<>();
    lines.add("Summary after " + end.elapsed().toSeconds() + " s");
    lines.add(
        row(
            "sent",
            "%d events (%d tailed, %d forwarded, %d acked)",
            end.load().sent(),
            end.load().tailed(),
            end.load().forwarded(),
            end.load().acked()));
    lines.add(row("Elasticsearch", "%d documents%s", end.documents(), indices(end)));
    lines.add(row("S3", "%d lines in %d objects", end.lines(), end.objects().size()));
    lines.add(row("STS", assumed(end.assumed())));
    lines.add(
        end.complete()
            ? "All equal: as many documents and lines as events sent."
            : "NOT equal: events are missing or repeated. The agent's log may say why: "
                + guide.agentLog());
    return lines;
  }
}
