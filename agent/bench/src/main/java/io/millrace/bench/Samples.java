package io.millrace.bench;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Container-log records as the benchmarks use them: about 340 bytes of MessagePack each, 11 leaf
 * fields, nested maps.
 */
final class Samples {
  /** Events of one stream. */
  static final int EVENTS = 1000;

  private Samples() {}

  static PackedEvents containerLogs() {
    EventsBuilder builder = new EventsBuilder(EVENTS * 350);
    for (int i = 0; i < EVENTS; i++) {
      builder.begin(new EventTime(1_700_000_000L + i, i)).value(record(i));
    }
    return builder.build();
  }

  /** The first event alone. */
  static ByteSlice oneEvent() {
    EventCursor cursor = containerLogs().cursor();
    cursor.next();
    int length = cursor.eventEnd() - cursor.eventStart();
    return ByteSlice.of(cursor.array(), cursor.eventStart(), length);
  }

  /** The records alone, each in an array of its own. */
  static List<ByteSlice> records() {
    List<ByteSlice> records = new ArrayList<>();
    EventCursor cursor = containerLogs().cursor();
    while (cursor.next()) {
      records.add(ByteSlice.of(cursor.recordBytes().toBytes()));
    }
    return records;
  }

  private static Map<String, Object> record(int i) {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app", "checkout");
    labels.put("component", i % 2 == 0 ? "worker" : "scheduler");
    labels.put("pod-template-hash", "5d8f9c7b6d");
    Map<String, Object> kubernetes = new LinkedHashMap<>();
    kubernetes.put("namespace_name", "airflow-production");
    kubernetes.put("pod_name", "checkout-5d8f9c7b6d-x2x4" + i % 10);
    kubernetes.put("container_name", "checkout");
    kubernetes.put("host", "ip-10-0-3-17.eu-central-1.compute.internal");
    kubernetes.put("labels", labels);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("stream", "stdout");
    record.put("log", "GET /api/v1/orders/" + (100_000 + i) + " 200 12.7ms \"curl/8.5\"");
    record.put("level", i % 10 == 0 ? "error" : "info");
    record.put("n", i);
    record.put("kubernetes", kubernetes);
    return record;
  }
}
