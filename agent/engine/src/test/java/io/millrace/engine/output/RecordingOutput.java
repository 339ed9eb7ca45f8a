package io.millrace.engine.output;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.event.EventCursor;
import io.millrace.event.PackReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An output that keeps what it is given; its failures are up to the test. */
class RecordingOutput implements Output, ChunkWriter {
  /** What to do before a chunk is taken. */
  interface Before {
    void write(Chunk chunk) throws Exception;
  }

  final List<Chunk> tried = new ArrayList<>();

  /** The numbers {@code n} of the events of each chunk that was delivered. */
  final List<List<Long>> delivered = new ArrayList<>();

  Before before = chunk -> {};

  @Override
  public void write(Chunk chunk) throws Exception {
    tried.add(chunk);
    before.write(chunk);
    delivered.add(numbers(chunk));
  }

  static List<Long> numbers(Chunk chunk) throws IOException {
    List<Long> numbers = new ArrayList<>();
    EventCursor cursor = chunk.events().cursor();
    while (cursor.next()) {
      Map<?, ?> record = (Map<?, ?>) PackReader.read(cursor.recordBytes());
      numbers.add((Long) record.get("n"));
    }
    return numbers;
  }
}
