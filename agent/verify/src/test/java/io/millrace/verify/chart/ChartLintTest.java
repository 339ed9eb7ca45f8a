package io.millrace.verify.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.Test;

/** {@code helm lint --strict} has nothing to say but that the chart has no icon. */
class ChartLintTest {

  @Test
  void strictLintIsClean() {
    LintResult result = new Helm(RenderedChart.directory()).lint().strict().call();

    assertThat(result.isFailed()).isFalse();
    assertThat(result.getMessages()).containsOnly("[INFO] Chart.yaml: icon is recommended");
  }
}
