package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.ReferencePages;
import io.millrace.config.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The committed reference pages say what the declarations of the settings say now. */
class ReferencePagesTest {
  private static final Path COMMITTED = Path.of("..", "docs", "reference");
  private static final String COMMAND = "agent/bin/millrace reference agent/docs/reference";

  @Test
  void everyPageIsUpToDateAndNoneIsLeftOver() throws IOException {
    Map<String, String> pages =
        new ReferencePages(PluginCatalog.load(ReferencePagesTest.class.getClassLoader())).pages();
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = COMMITTED.resolve(page.getKey());
      if (!Files.exists(file)) {
        wrong.add(page.getKey() + " is missing");
      } else if (!Files.readString(file).equals(page.getValue())) {
        wrong.add(page.getKey() + " is stale");
      }
    }
    for (Path file : ReferencePages.generated(COMMITTED)) {
      String name = COMMITTED.relativize(file).toString();
      if (!pages.containsKey(name)) {
        wrong.add(name + " is of a plugin that there is not");
      }
    }

    assertThat(wrong).as("reference pages; to write them anew: %s", COMMAND).isEmpty();
  }
}
