package io.millrace.plugins.output;

import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.concurrent.CompletionStage;

/** {@code @type relabel}: hands events to the label that {@code @label} names, unchanged. */
public final class RelabelOutput implements Output, EventSink {

  /** Settings of {@code <match>} with {@code @type relabel}: none but {@code @label}. */
  public record Config() {}

  private final EventSink label;

  private RelabelOutput(Config config, PluginContext context) {
    this.label = context.out();
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    return label.emit(tag, events);
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("relabel", "Hands events to another label.", Config.class, RelabelOutput::new);
    }
  }
}
