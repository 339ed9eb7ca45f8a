package io.millrace.plugins.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the API is. */
class ApiAddressTest {
  private static final ApiConfig NOTHING_SET = TestConfig.bind(ApiConfig.class);

  @ParameterizedTest
  @CsvSource({
    "10.96.0.1, https://10.96.0.1:443/api",
    "fd00::1, https://[fd00::1]:443/api",
    "kubernetes.default, https://kubernetes.default:443/api"
  })
  void theClusterThisRunsInTellsIt(String host, String expected) {
    Map<String, String> environment =
        Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", "443");

    assertThat(ApiAddress.of(NOTHING_SET, environment))
        .hasValue(new ApiAddress(expected, expected));
  }

  @Test
  void outsideOfAClusterThereIsNone() {
    assertThat(ApiAddress.of(NOTHING_SET, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://host:8080, http://host:8080/api",
    "https://host/, https://host/api",
    "https://host:6443/api, https://host:6443/api",
    "https://host/k8s/clusters/c-1/api/, https://host/k8s/clusters/c-1/api"
  })
  void thePathIsAddedWhereThereIsNone(String url, String base) {
    ApiConfig config = TestConfig.bind(ApiConfig.class, "kubernetes_url " + url);

    assertThat(ApiAddress.of(config, Map.of())).hasValue(new ApiAddress(url, base));
  }
}
