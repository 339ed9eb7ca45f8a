package io.millrace.testkit;

import io.millrace.net.tls.Trust;
import io.millrace.net.x509.Authority;
import io.millrace.net.x509.DistinguishedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * An authority as {@code millrace ca-generate} makes it, for tests of listeners that have it sign
 * their certificates.
 *
 * @param certificate a PEM file
 * @param key a PEM file that {@link #PASSPHRASE} unlocks
 */
public record TestAuthority(Path certificate, Path key) {
  /** Of the key. */
  public static final String PASSPHRASE = "open, sesame";

  private static final int MILLIS = 20_000;

  /** A new one, in files of {@code dir} that are called {@code name}. */
  public static TestAuthority create(Path dir, String name)
      throws IOException, GeneralSecurityException {
    Authority made =
        Authority.create(
            new DistinguishedName("US", "CA", "Mountain View", name),
            2048,
            InstantSource.system().instant().plus(Duration.ofDays(1)));
    return new TestAuthority(
        Files.writeString(dir.resolve(name + ".crt"), made.certificatePem()),
        Files.writeString(dir.resolve(name + ".key"), made.keyPem(PASSPHRASE.toCharArray())));
  }

  /** A section that has it sign a certificate for {@code localhost}; {@code more} are lines. */
  public String transport(String... more) {
    return String.join(
        "\n",
        "<transport tls>",
        "ca_cert_path " + certificate,
        "ca_private_key_path " + key,
        "ca_private_key_passphrase \"" + PASSPHRASE + "\"",
        "generate_cert_common_name localhost",
        String.join("\n", more),
        "</transport>");
  }

  /** Of clients that trust those whom it vouches for. */
  public SSLContext trusted() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager[] trust = {Trust.in(List.of(certificate))};
    context.init(new KeyManager[0], trust, null);
    return context;
  }

  /**
   * A connection to {@code port} of {@code host} whose handshake is done: the server has shown a
   * certificate for that name that the authority vouches for.
   */
  public SSLSocket connect(String host, int port) throws IOException, GeneralSecurityException {
    SSLSocket socket = (SSLSocket) trusted().getSocketFactory().createSocket(host, port);
    try {
      socket.setSoTimeout(MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
