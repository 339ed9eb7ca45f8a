package io.millrace.devstack.s3;

import jakarta.servlet.DispatcherType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Properties;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Servlets;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * The S3 server of the development stack: S3Proxy, which verifies every signature, behind a {@link
 * GateFilter}, which knows about session tokens and can be told to fail.
 *
 * <p>It answers to the process that started it: {@code ready <port>} on standard output, then one
 * reply line for each {@link Commands command} line on standard input. Its log goes to standard
 * error, and the end of standard input ends it.
 */
public final class S3Server {

  private S3Server() {}

  /**
   * Starts the server on loopback.
   *
   * @param args the port (0: any free one), a file for the request log, and the folder of the
   *     store; without a folder the store is in memory
   * @throws Exception when the server cannot start; the process then ends with status 1
   */
  public static void main(String[] args) throws Exception {
    PrintStream parent = System.out;
    System.setOut(System.err);
    try {
      BlobStore store = store(args);
      Grants grants = new Grants(store);
      Faults faults = new Faults();
      ServerConnector connector =
          start(
              Integer.parseInt(args[0]),
              store,
              grants,
              new GateFilter(
                  grants, faults, new RequestLog(Path.of(args[1])), InstantSource.system()));
      connector.setPort(connector.getLocalPort()); // the same one after a pause
      parent.println("ready " + connector.getLocalPort());
      parent.flush();
      serve(new Commands(store, grants, faults, connector), parent);
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  private static BlobStore store(String[] args) throws IOException {
    Properties properties = new Properties();
    if (args.length < 3) {
      return BlobStores.create("transient", properties);
    }
    Path folder = Files.createDirectories(Path.of(args[2]));
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    return BlobStores.create("filesystem", properties);
  }

  private static ServerConnector start(int port, BlobStore store, Grants grants, GateFilter gate)
      throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.setHttpCompliance(HttpCompliance.LEGACY); // header names and values stay as signed
    http.setHeaderCacheCaseSensitive(true);
    http.setUriCompliance(UriCompliance.LEGACY); // keys may hold "%2F" and the like
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addFilter(new FilterHolder(gate), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(S3Servlets.verifying(store, grants)), "/*");
    server.setHandler(context);
    server.start();
    return connector;
  }

  private static void serve(Commands commands, PrintStream parent) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      parent.println(commands.run(line));
      parent.flush();
    }
  }
}
