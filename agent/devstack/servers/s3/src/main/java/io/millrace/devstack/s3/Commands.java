package io.millrace.devstack.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.server.ServerConnector;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * What the parent process may ask for, one line each, words separated by one space, the last of
 * "fail" with spaces in it:
 *
 * <pre>
 * bucket NAME                            create a bucket unless it is there
 * grant KEY SECRET [TOKEN EXPIRY]        accept a key; EXPIRY in ms since 1970
 * deny KEY SECRET                        know a key, but refuse it everything
 * fail TIMES STATUS CODE MESSAGE         answer so, TIMES times (0: until "recover")
 * delay MILLISECONDS                     wait before each answer
 * recover                                end of fail and delay
 * pause | resume                         close and open the listening socket
 * </pre>
 */
final class Commands {
  private final BlobStore store;
  private final Grants grants;
  private final Faults faults;
  private final ServerConnector connector;

  Commands(BlobStore store, Grants grants, Faults faults, ServerConnector connector) {
    this.store = store;
    this.grants = grants;
    this.faults = faults;
    this.connector = connector;
  }

  /** Runs one command; the reply is {@code ok} or {@code error} and the reason. */
  String run(String line) {
    try {
      run(List.of(line.split(" ", 5)));
      return "ok";
    } catch (Exception e) {
      return "error " + e.toString().replaceAll("\\s+", " ");
    }
  }

  private void run(List<String> words) throws Exception {
    switch (words.get(0)) {
      case "bucket" -> bucket(words.get(1));
      case "grant" -> grants.put(words.get(1), grant(words));
      case "deny" -> grants.put(words.get(1), Grant.denied(words.get(2)));
      case "fail" -> faults.fail(fault(words), Integer.parseInt(words.get(1)));
      case "delay" -> faults.delay(Duration.ofMillis(Long.parseLong(words.get(1))));
      case "recover" -> faults.recover();
      case "pause" -> connector.stop();
      case "resume" -> connector.start();
      default -> throw new IllegalArgumentException("unknown command " + words.get(0));
    }
  }

  private void bucket(String name) {
    if (!store.containerExists(name)) {
      store.createContainer(name);
    }
  }

  private static Faults.Fault fault(List<String> words) {
    return new Faults.Fault(Integer.parseInt(words.get(2)), words.get(3), words.get(4));
  }

  private static Grant grant(List<String> words) {
    return words.size() == 3
        ? Grant.longTerm(words.get(2))
        : Grant.temporary(
            words.get(2), words.get(3), Instant.ofEpochMilli(Long.parseLong(words.get(4))));
  }
}
