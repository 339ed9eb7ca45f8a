package io.millrace.plugins.output;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of the chunks of out_buffer. */
class BufferOutputTest {
  private static final ChunkKeys BY_TAG =
      new ChunkKeys(true, Optional.empty(), ZoneId.of("UTC"), List.of());

  private final TestContext context = new TestContext();

  private BufferOutput output(ChunkKeys keys) {
    context.chunkKeys(keys);
    return TestConfig.create(BufferOutput.class, context, "@type buffer");
  }

  @Test
  void chunksAreEmittedWithTheirTag() throws Exception {
    TestEvent[] events = {event("app.x", 1, "{\"n\":1}"), event("app.x", 2, "{\"n\":2}")};

    output(BY_TAG).write(TestChunk.of(events));

    assertThat(context.events()).containsExactly(events);
    assertThat(context.emits()).hasSize(1);
  }

  @Test
  void aRefusedEmitFailsTheFlush() {
    BufferOverflowException full = new BufferOverflowException("buffer space has too many data");
    context.sink((tag, events) -> EventSink.failed(full));

    assertThatThrownBy(() -> output(BY_TAG).write(TestChunk.of(event("app.x", 1, "{}"))))
        .isSameAs(full);
  }

  @Test
  void chunksMustHaveATag() {
    assertThatThrownBy(() -> output(ChunkKeys.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("write <buffer tag>");
  }

  @Test
  void theBufferIsInFilesAndByTag() {
    var defaults = new BufferOutput.Factory().bufferDefaults(new BufferOutput.Config());

    assertThat(defaults.chunkKeys()).containsExactly("tag");
    assertThat(defaults.parameters())
        .containsEntry("@type", "file")
        .containsEntry("flush_mode", "interval")
        .containsEntry("flush_interval", "10");
  }
}
