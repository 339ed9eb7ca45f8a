package io.millrace.plugins.kubernetes;

import static io.millrace.testkit.TestEvent.event;

import io.millrace.testkit.FakeKubernetes;
import io.millrace.testkit.FilterDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A cluster of one pod behind an API on loopback, and the filters that a test starts there. */
final class TestCluster implements BeforeEachCallback, AfterEachCallback {
  static final String ID = "49095a2894da899d3b327c5fde1e056a81376cc9a8f8b09a195f2a92bceed459";
  static final String OTHER_ID = ID.replace('4', 'a');
  static final String TAG = "kubernetes.var.log.containers.web-1_shop_nginx-" + ID + ".log";
  static final String POD_TAG = "kubernetes.var.log.pods.shop_web-1_uid-1.nginx.0.log";
  static final long NOW = 1_700_000_000;

  private final FakeKubernetes api = new FakeKubernetes();
  private final List<FilterDriver> started = new ArrayList<>();

  FakeKubernetes api() {
    return api;
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    api.namespace("shop", Objects.namespace("shop", "ns-1"));
    api.pod("shop", "web-1", "node-a", Objects.pod("shop", "web-1", "uid-1", "node-a", ID));
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    for (FilterDriver driver : started) {
      driver.plugin().stop();
      driver.plugin().shutdown();
      driver.context().close();
    }
    api.close();
  }

  /** A started filter with these lines; without a service account, as a process outside. */
  FilterDriver filter(String... lines) throws Exception {
    List<String> all = new ArrayList<>(List.of(lines));
    if (all.stream().noneMatch(line -> line.startsWith("kubernetes_url"))) {
      all.add("kubernetes_url " + api.url());
    }
    all.add("stats_interval 0");
    all.add("secret_dir no/such/directory");
    return started(FilterDriver.of("kubernetes_metadata", all.toArray(new String[0])));
  }

  /** Starts this filter, which ends with the test. */
  FilterDriver started(FilterDriver driver) throws Exception {
    driver.plugin().start();
    started.add(driver);
    return driver;
  }

  /** The record that the filter makes of this one. */
  static String run(FilterDriver driver, String tag, String record) {
    return driver.run(event(tag, NOW, record)).get(0).json();
  }

  /** Requests for {@code path} so far. */
  List<FakeKubernetes.Request> requests(String path) {
    return api.requests().stream().filter(request -> request.path().equals(path)).toList();
  }
}
