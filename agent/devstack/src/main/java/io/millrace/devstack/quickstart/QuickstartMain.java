package io.millrace.devstack.quickstart;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the quickstart. Status 0: every event is in both places once; 1: it is not, or something
 * failed; 2: the command line is wrong.
 */
public final class QuickstartMain {
  /** Names the top of the source checkout. */
  private static final String CHECKOUT_PROPERTY = "millrace.checkout";

  /** Names the script that starts the agent, when it is not the checkout's. */
  private static final String LAUNCHER_PROPERTY = "millrace.launcher";

  private QuickstartMain() {}

  /**
   * Runs it.
   *
   * @param args see the usage text, printed for {@code --help} and when they are wrong
   */
  public static void main(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    System.exit(status(args));
  }

  private static int status(String... args) {
    Options options;
    try {
      options = Options.read(args);
    } catch (IllegalArgumentException e) {
      System.err.println("quickstart: " + e.getMessage());
      System.err.print(Options.USAGE);
      return 2;
    }
    StopRequests stop = StopRequests.install();
    try (Folder folder = Folder.open(options.keep())) {
      Path checkout = Path.of(System.getProperty(CHECKOUT_PROPERTY, ".")).toAbsolutePath();
      Path launcher =
          Path.of(
              System.getProperty(
                  LAUNCHER_PROPERTY, checkout.resolve("agent/bin/millrace").toString()));
      Quickstart.Agent agent =
          new Quickstart.Agent(launcher, checkout.resolve("conf/quickstart.conf"));
      boolean complete = new Quickstart(options, agent, folder, System.out, stop).run();
      if (folder.kept()) {
        System.out.println("Kept in " + folder.path());
      }
      return complete ? 0 : 1;
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      System.err.println("quickstart: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }
}
