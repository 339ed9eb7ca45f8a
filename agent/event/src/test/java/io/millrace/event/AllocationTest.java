package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens for every event makes no garbage. */
class AllocationTest {
  private static final int EVENTS = 1000;

  /** Slack for the measurement itself; one object per event would be sixteen times that. */
  private static final long SLACK = EVENTS;

  private static PackedEvents events() {
    EventsBuilder builder = new EventsBuilder(1 << 16);
    for (int i = 0; i < EVENTS; i++) {
      builder
          .begin(1700000000 + i / 100, i, false)
          .value(
              Map.of(
                  "log",
                  "GET /index.html \"quoted\" größe " + i,
                  "n",
                  i * 1000L,
                  "took",
                  1.25,
                  "ok",
                  true,
                  "kubernetes",
                  Map.of("pod", "web-" + i, "labels", List.of("a", "b", 3L))));
    }
    return builder.build();
  }

  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    work.run();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      work.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  @Test
  void reading_finding_editing_and_writing_json_allocate_nothing() {
    PackedEvents events = events();
    EventCursor cursor = new EventCursor();
    RecordPath pod = RecordPath.parse("$.kubernetes.labels[-1]");
    RecordPath added = RecordPath.ofKey("tag");
    ByteSlice text = ByteSlice.utf8("app.web");
    ByteArraySink out = new ByteArraySink(1 << 20);
    Strftime iso = Strftime.of("%Y-%m-%dT%H:%M:%S.%N%z", Zone.utc());
    long[] seen = new long[1];
    Runnable work =
        () -> {
          out.clear();
          cursor.reset(events);
          while (cursor.next()) {
            seen[0] += cursor.find(pod) >= 0 ? 1 : 0;
            RecordEditor editor = cursor.edit();
            editor.setText(added, text);
            JsonTranscoder.write(editor.array(), editor.recordStart(), out);
            iso.format(cursor.seconds(), cursor.nanos(), out);
          }
        };
    assertThat(allocated(work)).isLessThan(SLACK * 4);
    assertThat(seen[0]).isEqualTo(7L * EVENTS);
    assertThat(out.toString()).contains("\"tag\":\"app.web\"}2023-11-14T22:13:20.000000000+0000");
  }

  @Test
  void json_to_messagepack_allocates_for_the_parser_only() {
    JsonPacker packer = new JsonPacker(1 << 20);
    ByteSlice json =
        ByteSlice.utf8("{\"log\":\"" + "x".repeat(500) + "\",\"n\":[1,2,{\"a\":null}]}");
    ByteArraySink out = new ByteArraySink(1 << 20);
    PackWriter pack = new PackWriter(out);
    long bytes =
        allocated(
            () -> {
              out.clear();
              for (int i = 0; i < EVENTS; i++) {
                packer.pack(json, pack);
              }
            });
    assertThat(bytes / EVENTS).as("bytes per text of 540").isLessThan(2000);
  }
}
