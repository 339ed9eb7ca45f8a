package org.elasticsearch.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.plugins.ClasspathPlugins;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * A real single Elasticsearch node started from its Maven artifacts, without the distribution's
 * scripts, modules, and security manager. In this package because the parts a node is built from
 * are visible nowhere else.
 *
 * <p>It answers to the process that started it: {@code ready <port>} on standard output when HTTP
 * is bound, its log on standard error, and the end of standard input ends it. Ending is abrupt on
 * purpose: every acknowledged write is already in the translog, and the node dies with its parent
 * even when it hangs.
 */
public final class EmbeddedElasticsearch extends Node {

  private EmbeddedElasticsearch(Environment environment) {
    super(
        NodeConstruction.prepareConstruction(
            environment,
            PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false),
            new ClasspathServices(),
            false));
  }

  /**
   * Starts the node.
   *
   * @param args the node's folder, the HTTP port (0: any free one), then {@code setting=value}...
   * @throws Exception when the node cannot start; the process then ends with status 1
   */
  public static void main(String[] args) throws Exception {
    PrintStream parent = System.out;
    System.setOut(System.err);
    endWithStandardInput(System.in);
    try {
      Path home = Path.of(args[0]);
      Node node = new EmbeddedElasticsearch(environment(home, args)).start();
      int port =
          node.injector()
              .getInstance(HttpServerTransport.class)
              .boundAddress()
              .publishAddress()
              .getPort();
      parent.println("ready " + port);
      parent.flush();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1); // its own threads would keep a half-started node alive
    }
  }

  private static Environment environment(Path home, String[] args) throws IOException {
    Path config = Files.createDirectories(home.resolve("config"));
    Settings.Builder settings =
        Settings.builder()
            .put("path.home", home.toString())
            .put("cluster.name", "millrace-devstack")
            .put("node.name", "devstack")
            .put("network.host", "127.0.0.1")
            .put("http.port", args[1])
            .put("transport.port", "0")
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .put("discovery.type", "single-node")
            .put("cluster.routing.allocation.disk.threshold_enabled", "false");
    for (int i = 2; i < args.length; i++) {
      String[] setting = args[i].split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    LogConfigurator.configureESLogging();
    LogConfigurator.configureWithoutConfig(Settings.EMPTY);
    return InternalSettingsPreparer.prepareEnvironment(
        settings.build(), Map.of(), config, () -> "devstack");
  }

  private static void endWithStandardInput(InputStream parent) {
    Thread watch =
        new Thread(
            () -> {
              try {
                parent.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                System.err.println("The pipe to the parent process broke: " + e);
              }
              Runtime.getRuntime().halt(0);
            },
            "parent-watch");
    watch.start(); // not a daemon: the node's own threads all are, and would not keep it alive
  }

  /** The node's stock services, with the HTTP transport as a plugin from the class path. */
  private static final class ClasspathServices extends NodeServiceProvider {
    @Override
    PluginsService newPluginService(Environment environment, PluginsLoader loader) {
      return new ClasspathPlugins(environment, loader, List.of(new Netty4Plugin()));
    }
  }
}
