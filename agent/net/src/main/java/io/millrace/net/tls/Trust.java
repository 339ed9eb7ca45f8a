package io.millrace.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom one side of a connection believes. */
public final class Trust {
  private Trust() {}

  /** The authorities of the Java runtime. */
  public static X509TrustManager system() throws GeneralSecurityException {
    return manager(null);
  }

  /**
   * Whom a client trusts: those in {@code authorities} and no others, the system's if it names no
   * file, or anybody if nobody is to be {@code verified}.
   */
  public static X509TrustManager ofClient(boolean verified, Optional<Path> authorities)
      throws IOException, GeneralSecurityException {
    if (!verified) {
      return anybody();
    }
    return authorities.isPresent() ? in(List.of(authorities.get())) : system();
  }

  /** The authorities in {@code files}, and no others. */
  public static X509TrustManager in(List<Path> files) throws IOException, GeneralSecurityException {
    return of(List.of(), files);
  }

  /** The authorities of the Java runtime and those in {@code files}. */
  public static X509TrustManager systemAnd(List<Path> files)
      throws IOException, GeneralSecurityException {
    return of(List.of(system().getAcceptedIssuers()), files);
  }

  /** As {@code others}, and certificates that are signed by themselves. */
  public static X509TrustManager selfSignedAnd(X509TrustManager others) {
    return new TrustSelfSigned(others);
  }

  /** Anybody, under any name. */
  public static X509TrustManager anybody() {
    return new TrustAnybody();
  }

  private static X509TrustManager of(List<? extends Certificate> known, List<Path> files)
      throws IOException, GeneralSecurityException {
    List<Certificate> authorities = new ArrayList<>(known);
    for (Path file : files) {
      authorities.addAll(Pem.certificates(file));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate authority : authorities) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    return manager(store);
  }

  /** Null is the JDK's way to say its own authorities. */
  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new IllegalStateException("every JDK has a trust manager for X.509");
  }
}
