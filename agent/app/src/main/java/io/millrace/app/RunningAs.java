package io.millrace.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/**
 * What {@code --user}, {@code --group} and {@code --umask} ask for. A JVM can change none of them:
 * the launcher does before it starts one, and this looks whether it did.
 */
final class RunningAs {
  /** Linux: belongs to the user and the group of this process. */
  private static final Path SELF = Path.of("/proc/self");

  private static final String HINT =
      "; the launcher bin/millrace changes it when root starts it, or start the process that way"
          + " (systemd: User=, Group=, UMask=; a container: runAsUser, runAsGroup) and leave the"
          + " flag out";

  private final ProcessFlags flags;

  RunningAs(ProcessFlags flags) {
    this.flags = flags;
  }

  /**
   * Refuses to run as somebody else.
   *
   * @throws IllegalArgumentException if the process is not what a flag asks for
   */
  void check() throws IOException {
    if (flags.user.isPresent()) {
      require("--user", flags.user.get(), System.getProperty("user.name"), attribute("unix:uid"));
    }
    if (flags.group.isPresent() && Files.exists(SELF)) {
      String group = Files.readAttributes(SELF, PosixFileAttributes.class).group().getName();
      require("--group", flags.group.get(), group, attribute("unix:gid"));
    }
    Optional<String> umask = flags.umask.isPresent() ? umask() : Optional.empty();
    if (umask.isPresent() && octal(umask.get()) != octal(flags.umask.get())) {
      throw new IllegalArgumentException(
          "--umask " + flags.umask.get() + ": the process has " + umask.get() + HINT);
    }
  }

  private static void require(String flag, String wanted, String name, String number) {
    if (!wanted.equals(name) && !wanted.equals(number)) {
      throw new IllegalArgumentException(
          flag + " " + wanted + ": the process runs as " + name + HINT);
    }
  }

  private static String attribute(String name) throws IOException {
    return Files.exists(SELF) ? String.valueOf(Files.getAttribute(SELF, name)) : "";
  }

  private static Optional<String> umask() throws IOException {
    Path status = SELF.resolve("status");
    if (!Files.exists(status)) {
      return Optional.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("Umask:"))
        .map(line -> line.substring("Umask:".length()).strip())
        .findFirst();
  }

  private static int octal(String digits) {
    try {
      return Integer.parseInt(digits, 8);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--umask " + digits + ": expected an octal number such as 022", e);
    }
  }
}
