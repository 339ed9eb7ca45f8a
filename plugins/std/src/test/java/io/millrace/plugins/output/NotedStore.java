package io.millrace.plugins.output;

import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store that notes its name in {@code order} for each stream, and gives {@code answer}. */
record NotedStore(String name, List<String> order, CompletionStage<Void> answer)
    implements Output, EventSink {
  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    order.add(name);
    return answer;
  }
}
