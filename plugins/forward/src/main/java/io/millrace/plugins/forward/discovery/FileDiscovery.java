package io.millrace.plugins.forward.discovery;

import io.millrace.api.MillraceException;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Service;
import io.millrace.api.ServiceDiscoveryFactory;
import io.millrace.net.MadeOfFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type file}: the servers that a YAML or JSON file lists. The file is read anew when it has
 * changed; a broken one leaves the servers as they were.
 *
 * <p>Source: Fluentd's sd_file.
 */
public final class FileDiscovery extends WatchedDiscovery {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A list of servers is short. */
  private static final long LONGEST = 1 << 20;

  private final Path path;
  private final Charset encoding;
  private final PluginContext context;
  private volatile @Nullable MadeOfFiles<List<Service>> file;

  /** Everything the section may contain. */
  public record Config(
      @Param(
              doc =
                  "The file; by default the one that DEFAULT_SD_FILE_PATH of the environment names,"
                      + " or /etc/fluent/sd.yaml.")
          Optional<String> path,
      @Param(doc = "Encoding of the file.", def = "utf-8") String confEncoding) {
    /** Checks the encoding. */
    public Config {
      if (!Charset.isSupported(confEncoding)) {
        throw new IllegalArgumentException("conf_encoding '" + confEncoding + "' is unknown");
      }
    }
  }

  private FileDiscovery(Config config, PluginContext context) {
    super(LOOK, context);
    this.path =
        Path.of(
            config
                .path()
                .or(() -> Optional.ofNullable(System.getenv("DEFAULT_SD_FILE_PATH")))
                .orElse("/etc/fluent/sd.yaml"));
    this.encoding = Charset.forName(config.confEncoding());
    this.context = context;
  }

  @Override
  List<Service> look() {
    MadeOfFiles<List<Service>> made = file;
    if (made == null) {
      made = new MadeOfFiles<>(List.of(path), this::read, this::complain);
      file = made;
    }
    return made.get();
  }

  private void complain(RuntimeException error) {
    context.log().error("going on with the servers known so far: {}", error.getMessage());
  }

  private List<Service> read() {
    try {
      if (Files.size(path) > LONGEST) {
        throw new MillraceException(path + " has more than " + LONGEST + " bytes");
      }
      return ServiceList.parse(path.toString(), Files.readString(path, encoding));
    } catch (IOException e) {
      throw new MillraceException(
          "<service_discovery> of type file cannot read path " + path + ": " + e, e);
    }
  }

  /** Makes {@code @type file} discoveries. */
  public static final class Factory extends ServiceDiscoveryFactory<Config> {
    /** For the catalog. */
    public Factory() {
      super("file", "Servers that a file lists.", Config.class, FileDiscovery::new);
    }
  }
}
