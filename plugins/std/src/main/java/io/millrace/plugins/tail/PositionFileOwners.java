package io.millrace.plugins.tail;

import io.millrace.api.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Which input of this process uses which position file: two would overwrite each other's lines. */
final class PositionFileOwners {
  private static final ConcurrentHashMap<Path, String> OWNERS = new ConcurrentHashMap<>();

  private PositionFileOwners() {}

  /**
   * Takes {@code file} for the plugin {@code id}.
   *
   * @throws ConfigException if another plugin has it
   */
  static void take(Path file, String id) {
    String owner = OWNERS.putIfAbsent(file.toAbsolutePath().normalize(), id);
    if (owner != null) {
      throw new ConfigException(
          List.of(
              new ConfigException.Problem(
                  "",
                  "pos_file",
                  "Other 'in_tail' plugin already use same pos_file path: plugin_id = "
                      + owner
                      + ", pos_file path = "
                      + file)));
    }
  }

  /** Gives {@code file} back. */
  static void release(Path file, String id) {
    OWNERS.remove(file.toAbsolutePath().normalize(), id);
  }
}
