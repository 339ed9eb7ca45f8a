package io.millrace.plugins.prometheus;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the JVM tells of itself, under the names that dashboards know. Loaded on first use. */
final class JvmText {
  private static final PrometheusRegistry REGISTRY = new PrometheusRegistry();

  static {
    JvmMetrics.builder().register(REGISTRY);
  }

  private JvmText() {}

  static String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    try {
      PrometheusTextFormatWriter.create().write(out, REGISTRY.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
