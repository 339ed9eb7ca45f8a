package io.millrace.app.command;

import io.millrace.net.x509.Authority;
import io.millrace.net.x509.DistinguishedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace ca-generate}: makes a private authority for {@code forward} over TLS. Its key is
 * readable by its owner only, and files that are there are not written over.
 *
 * <p>Source: {@code fluent-ca-generate}.
 */
@Command
final class CaGenerate implements Subcommand {
  private static final String KEY = "ca_key.pem";
  private static final String CERTIFICATE = "ca_cert.pem";
  private static final Duration VALID = Duration.ofDays(5 * 365);
  private static final int SHORTEST = 2048;
  private static final int LONGEST = 16_384;

  @Parameters(index = "0", paramLabel = "DIR_PATH", description = "Directory of the files.")
  private Path directory = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "PRIVATE_KEY_PASSPHRASE",
      description = "What locks the private key.")
  private String passphrase = "";

  @Option(
      names = "--key-length",
      paramLabel = "BITS",
      description = "Length of the key (default: 2048).")
  private int keyLength = SHORTEST;

  @Option(names = "--country", paramLabel = "COUNTRY", description = "Two letters (default: US).")
  private String country = "US";

  @Option(names = "--state", paramLabel = "STATE", description = "State (default: CA).")
  private String state = "CA";

  @Option(
      names = "--locality",
      paramLabel = "LOCALITY",
      description = "Town (default: Mountain View).")
  private String locality = "Mountain View";

  @Option(
      names = "--common-name",
      paramLabel = "COMMON_NAME",
      description = "Name of the authority (default: Fluentd Forward CA).")
  private String commonName = "Fluentd Forward CA";

  @Override
  public int run(Console console) throws IOException {
    if (keyLength < SHORTEST || keyLength > LONGEST) {
      throw new UsageException(
          "--key-length " + keyLength + ": expected " + SHORTEST + " to " + LONGEST);
    }
    if (passphrase.isEmpty()) {
      throw new UsageException("PRIVATE_KEY_PASSPHRASE is empty: the key must be locked");
    }
    Path key = free(KEY);
    Path certificate = free(CERTIFICATE);
    Authority authority = authority();
    Files.createDirectories(directory);
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, locked(authority));
    Files.writeString(certificate, authority.certificatePem());
    console.out().println("successfully generated: " + KEY + ", " + CERTIFICATE);
    console.out().println("copy and use " + CERTIFICATE + " to client(out_forward)");
    return 0;
  }

  private Path free(String name) {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      throw new CommandException(
          file + " is there already: move it away, or name another directory");
    }
    return file;
  }

  private Authority authority() {
    try {
      DistinguishedName name =
          new DistinguishedName(country.toUpperCase(Locale.ROOT), state, locality, commonName);
      return Authority.create(name, keyLength, InstantSource.system().instant().plus(VALID));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException e) {
      throw new CommandException("cannot make a key: " + e.getMessage());
    }
  }

  private String locked(Authority authority) {
    try {
      return authority.keyPem(passphrase.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new CommandException("cannot lock the key: " + e.getMessage());
    }
  }
}
