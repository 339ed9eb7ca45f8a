package io.millrace.app.command;

import io.millrace.config.PluginCatalog;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user is told of a command line that makes no sense. */
public final class UsageErrors {
  private UsageErrors() {}

  /** Shows the usage and below it, where it is seen, what is wrong. */
  public static int tell(String label, String message, CommandLine parser, Console console) {
    parser.usage(console.err());
    console.err().println();
    console.err().println(label + ": " + message);
    return 1;
  }

  /** What is wrong, with the name that was probably meant. */
  public static String sentence(ParameterException error) {
    if (!(error instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return String.valueOf(error.getMessage());
    }
    String word = unmatched.getUnmatched().get(0);
    if (!unmatched.isUnknownOption()) {
      return "unexpected argument '" + word + "'";
    }
    String name = word.split("=", 2)[0];
    List<String> known =
        error.getCommandLine().getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .flatMap(option -> Arrays.stream(option.names()))
            .filter(flag -> flag.startsWith("--"))
            .toList();
    return "unknown flag '"
        + name
        + "'"
        + PluginCatalog.nearest(name, known).map(near -> ". Did you mean " + near + "?").orElse("");
  }
}
