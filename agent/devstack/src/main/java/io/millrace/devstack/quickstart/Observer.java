package io.millrace.devstack.quickstart;

import io.millrace.devstack.DevSts;
import io.millrace.devstack.StsRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at everything at once. Not for several threads. */
final class Observer {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Supplier<Load.Counts> load;
  private final Map<String, BufferFolder> buffers;
  private final S3Objects objects;
  private final Indices indices;
  private final DevSts sts;
  private final long start = System.nanoTime();
  private List<Indices.Index> lastIndices = List.of();
  private long lastNanos = start;
  private long lastSent;

  Observer(
      Supplier<Load.Counts> load,
      Map<String, BufferFolder> buffers,
      S3Objects objects,
      Indices indices,
      DevSts sts) {
    this.load = load;
    this.buffers = buffers;
    this.objects = objects;
    this.indices = indices;
    this.sts = sts;
  }

  /** What can be seen now. While Elasticsearch does not answer, its last numbers stand. */
  Snapshot look() throws InterruptedException {
    Load.Counts made = load.get();
    long now = System.nanoTime();
    double rate = (made.sent() - lastSent) * NANOS_PER_SECOND / Math.max(1, now - lastNanos);
    lastSent = made.sent();
    lastNanos = now;
    try {
      lastIndices = indices.list();
    } catch (IOException e) {
      // Busy or starting; the next look asks again.
    }
    List<Snapshot.Buffer> chunks =
        buffers.entrySet().stream()
            .map(entry -> new Snapshot.Buffer(entry.getKey(), entry.getValue().chunks()))
            .toList();
    return new Snapshot(
        Duration.ofNanos(now - start), made, rate, chunks, objects.list(), lastIndices, assumed());
  }

  private Snapshot.Assumed assumed() {
    List<StsRequest> calls =
        sts.requests().stream()
            .filter(call -> "AssumeRole".equals(call.parameters().get("Action")))
            .toList();
    if (calls.isEmpty()) {
      return Snapshot.Assumed.none();
    }
    long granted = calls.stream().filter(call -> call.errorCode().isEmpty()).count();
    Map<String, String> last = calls.get(calls.size() - 1).parameters();
    return new Snapshot.Assumed(
        granted,
        calls.size() - granted,
        Optional.ofNullable(last.get("RoleArn")),
        Optional.ofNullable(last.get("RoleSessionName")));
  }
}
