package io.millrace.engine.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code tail-positions}: a {@code tail} that forgets how far it has read, or shares the file that
 * remembers it with another.
 */
final class TailPositionsRule implements Rule {

  private static final String FILE = "pos_file";

  @Override
  public String code() {
    return "tail-positions";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    Map<String, CheckedSection> owners = new HashMap<>();
    for (CheckedSection input : config.sections("input")) {
      if (!input.type().equals("tail")) {
        continue;
      }
      Optional<String> file = input.text(FILE);
      if (file.isEmpty()) {
        forgets(input, findings);
        continue;
      }
      CheckedSection other = owners.putIfAbsent(file.get(), input);
      if (other != null) {
        shares(input, file.get(), other, findings);
      }
      if (TemporaryBufferRule.isTemporary(file.get())) {
        isTemporary(input, file.get(), findings);
      }
    }
  }

  private void forgets(CheckedSection input, Findings findings) {
    findings.warn(
        this,
        input.element().location(),
        "how far files were read is forgotten at every restart: lines written meanwhile are lost"
            + (input.isTrue("read_from_head") ? ", and all others are read again" : ""),
        "set pos_file to a path on a disk that survives restarts");
  }

  private void shares(CheckedSection input, String file, CheckedSection other, Findings findings) {
    findings.warn(
        this,
        input.location(FILE),
        "pos_file "
            + file
            + " is also that of the source at "
            + other.element().location()
            + ": each overwrites what the other remembers",
        "give each source a pos_file of its own");
  }

  private void isTemporary(CheckedSection input, String file, Findings findings) {
    findings.warn(
        this,
        input.location(FILE),
        "pos_file "
            + file
            + " is in a directory that is emptied when the machine or the container restarts:"
            + " lines are lost or read twice then",
        "put it on a disk that survives restarts, such as below /var/lib");
  }
}
