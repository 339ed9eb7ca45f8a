package io.millrace.plugins.output;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import org.junit.jupiter.api.Test;

/** What out_null makes of events and chunks. */
class NullOutputTest {
  private static NullOutput output(String... lines) {
    return TestConfig.create(
        NullOutput.class, new TestContext(), "@type null", String.join("\n", lines));
  }

  @Test
  void everythingIsForgotten() {
    assertThatCode(
            () -> {
              output().process(Tag.of("t"), TestEvent.pack(event("t", 1, "{}")));
              output().write(TestChunk.of("x"));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aFlushCanBeMadeToFail() {
    assertThatThrownBy(() -> output("never_flush true").write(TestChunk.of("x")))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("failed to flush");
  }

  @Test
  void chunksAreSmallAndByTagAndWrittenAtTheEnd() {
    var defaults = new NullOutput.Factory().bufferDefaults(new NullOutput.Config(false));

    assertThat(defaults.chunkKeys()).containsExactly("tag");
    assertThat(defaults.parameters())
        .containsEntry("chunk_limit_size", "10240")
        .containsEntry("flush_at_shutdown", "true");
  }
}
