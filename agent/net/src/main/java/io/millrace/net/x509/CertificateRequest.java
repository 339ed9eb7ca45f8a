package io.millrace.net.x509;

import io.millrace.net.tls.Identity;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server that needs a key, an RSA one, and a certificate, which also has the common name as the
 * alternative name that clients look for. Making them takes a second or more for long keys.
 *
 * <p>Source: RFC 5280; the fields are those that Fluentd's servers put in.
 *
 * @param name whom the certificate names; its common name is that of the machine
 * @param keyLength bits of the key
 * @param validity how long the certificate is valid, from when it is made
 * @param digest of the signature
 */
public record CertificateRequest(
    DistinguishedName name, int keyLength, Duration validity, Digest digest) {
  /**
   * A new key, and a certificate that only it vouches for.
   *
   * @throws GeneralSecurityException if this Java has no RSA of that length
   */
  public Identity signedByItself(Instant now) throws GeneralSecurityException {
    KeyPair keys = keys();
    byte[] own = name.der();
    CertificateBody body = body(own, keys.getPublic(), now, Extension.isNoAuthority());
    return new Identity(keys.getPrivate(), List.of(signed(body, keys.getPrivate())));
  }

  /**
   * A new key, and a certificate that {@code authority} vouches for; the authority's own chain is
   * behind it.
   *
   * @throws GeneralSecurityException if this Java has no RSA of that length, or the authority's key
   *     is neither RSA nor EC
   */
  public Identity signedBy(Identity authority, Instant now) throws GeneralSecurityException {
    KeyPair keys = keys();
    byte[] issuer = authority.chain().get(0).getSubjectX500Principal().getEncoded();
    CertificateBody body =
        body(
            issuer,
            keys.getPublic(),
            now,
            Extension.isNoAuthority(),
            Extension.shakesHands(),
            Extension.isServer(),
            Extension.authorityKey(authority.chain().get(0)));
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(signed(body, authority.key()));
    chain.addAll(authority.chain());
    return new Identity(keys.getPrivate(), List.copyOf(chain));
  }

  private KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(keyLength);
    return generator.generateKeyPair();
  }

  private CertificateBody body(byte[] issuer, PublicKey key, Instant now, byte[]... extensions)
      throws GeneralSecurityException {
    List<byte[]> all = new ArrayList<>(List.of(extensions));
    all.add(Extension.subjectKey(key));
    Optional<byte[]> alternative = Extension.alternativeName(name.commonName());
    alternative.ifPresent(all::add);
    return new CertificateBody(
        issuer, name.der(), key, now.plus(validity), all.toArray(new byte[0][]));
  }

  private X509Certificate signed(CertificateBody body, PrivateKey signer)
      throws GeneralSecurityException {
    ByteArrayInputStream der = new ByteArrayInputStream(body.signedWith(signer, digest));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der);
  }
}
