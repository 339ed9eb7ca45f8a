package io.millrace.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A key and its certificate, made by the JDK's keytool, for tests of TLS.
 *
 * @param store both, as {@code key}
 * @param certificate the certificate, a PEM file; it is for {@code localhost} and for no address
 * @param key the private key, a PEM file of PKCS #8
 */
public record TestKeys(KeyStore store, Path certificate, Path key) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** New ones, in files of {@code dir} that are called {@code name}. */
  public static TestKeys create(Path dir, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = dir.resolve(name + ".p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD),
            "-keyalg",
            "RSA",
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=dns:localhost",
            "-alias",
            "key");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new TestKeys(
        store,
        pem(dir.resolve(name + ".crt"), "CERTIFICATE", store.getCertificate("key").getEncoded()),
        pem(dir.resolve(name + ".key"), "PRIVATE KEY", store.getKey("key", PASSWORD).getEncoded()));
  }

  /** Writes a PEM file of one block. */
  public static Path pem(Path file, String label, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
  }

  /** The private key in PKCS #8. */
  public byte[] privateKey() throws GeneralSecurityException {
    return store.getKey("key", PASSWORD).getEncoded();
  }

  /** Of a server with this key that asks no client who it is. */
  public SSLContext serving() throws GeneralSecurityException {
    return context(keyManagers(), null);
  }

  /** Of a server with this key that trusts {@code client}. */
  public SSLContext trusting(TestKeys client) throws IOException, GeneralSecurityException {
    return context(keyManagers(), client.trustManagers());
  }

  /** Of a client without a key that trusts this certificate. */
  public SSLContext trusted() throws IOException, GeneralSecurityException {
    return context(null, trustManagers());
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    return keys.getKeyManagers();
  }

  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("trusted", store.getCertificate("key"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  /** Null is the JDK's way to say none for keys, and its own authorities for trust. */
  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }
}
