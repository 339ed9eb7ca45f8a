package io.millrace.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that OpenSSL 3 wrote in each of its forms; the passphrase is "secret". */
class PemTest {
  private static final Optional<String> NONE = Optional.empty();

  @TempDir Path dir;

  private static Path file(String name) {
    URL url = Objects.requireNonNull(PemTest.class.getResource(name + ".pem"), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey key(Path file, Optional<String> passphrase)
      throws IOException, GeneralSecurityException {
    return Pem.privateKey(file, passphrase, "private_key_passphrase");
  }

  /** What makes a key, whatever stood around it. */
  private static List<Object> secret(PrivateKey key) {
    return key instanceof ECPrivateKey curve
        ? List.of(curve.getS(), curve.getParams().getCurve())
        : List.of(((RSAPrivateKey) key).getModulus(), ((RSAPrivateKey) key).getPrivateExponent());
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pkcs1, rsa.pkcs8",
    "rsa.pkcs8-encrypted, rsa.pkcs8",
    "rsa.pkcs1-aes128, rsa.pkcs8",
    "rsa.pkcs1-aes256, rsa.pkcs8",
    "rsa.pkcs1-des3, rsa.pkcs8",
    "ec256.sec1, ec256.pkcs8",
    "ec256.pkcs8-encrypted, ec256.pkcs8",
    "ec384.sec1, ec384.pkcs8",
    "ec384.sec1-aes256, ec384.pkcs8"
  })
  void readsTheSameKeyFromEveryForm(String form, String plain) throws Exception {
    assertThat(secret(key(file(form), Optional.of("secret"))))
        .isEqualTo(secret(key(file(plain), NONE)));
  }

  @ParameterizedTest
  @CsvSource({"rsa.pkcs8, RSA", "ec256.pkcs8, EC", "ec384.pkcs8, EC", "ed25519.pkcs8, EdDSA"})
  void knowsTheAlgorithmOfAKey(String name, String algorithm) throws Exception {
    assertThat(key(file(name), NONE).getAlgorithm()).isEqualTo(algorithm);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rsa.pkcs8-encrypted", "rsa.pkcs1-aes256", "rsa.pkcs1-des3", "ec384.sec1-aes256"})
  void asksForThePassphraseByTheNameOfItsParameter(String name) {
    assertThatThrownBy(() -> key(file(name), NONE))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(name)
        .hasMessageEndingWith("is encrypted: set private_key_passphrase");
    assertThatThrownBy(() -> key(file(name), Optional.of("wrong")))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(name)
        .hasMessageNotContaining("wrong");
  }

  @Test
  void takesTheFirstKeyOfAFileThatHoldsMore() throws Exception {
    Path both = dir.resolve("both.pem");
    Files.writeString(
        both,
        "Bag Attributes\n    friendlyName: x\n"
            + Files.readString(file("ec256.sec1"))
            + "\r\n"
            + Files.readString(file("rsa.pkcs8")).replace("\n", "\r\n"));

    assertThat(secret(key(both, NONE))).isEqualTo(secret(key(file("ec256.pkcs8"), NONE)));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path empty = Files.writeString(dir.resolve("empty.pem"), "");
    Path cut = Files.writeString(dir.resolve("cut.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");
    Path text =
        Files.writeString(
            dir.resolve("text.pem"), "-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----");
    Path other =
        Files.writeString(
            dir.resolve("dsa.pem"),
            "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----");
    Path large = Files.write(dir.resolve("large.pem"), new byte[2 << 20]);

    assertThatThrownBy(() -> key(empty, NONE)).hasMessageContaining("holds no private key");
    assertThatThrownBy(() -> Pem.certificates(empty)).hasMessageContaining("holds no certificate");
    assertThatThrownBy(() -> key(cut, NONE)).hasMessageContaining("ends within a block");
    assertThatThrownBy(() -> key(text, NONE)).hasMessageContaining("is no Base64");
    assertThatThrownBy(() -> key(other, NONE)).hasMessageContaining("DSA PRIVATE KEY, which is");
    assertThatThrownBy(() -> key(large, NONE)).hasMessageContaining("has more than");
    assertThatThrownBy(() -> key(dir.resolve("none.pem"), NONE))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusesDamagedKeysWhateverTheirBytes() throws Exception {
    Random random = new Random(5);
    int refused = 0;
    for (String name : new String[] {"ec256.sec1", "rsa.pkcs1", "ec256.pkcs8-encrypted"}) {
      byte[] good = Files.readAllBytes(file(name));
      for (int i = 0; i < 200; i++) {
        byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(good.length / 2));
        for (int n = random.nextInt(8); n >= 0; n--) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt(128);
        }
        try {
          assertThat(key(Files.write(dir.resolve("bad.pem"), bad), Optional.of("secret")))
              .isNotNull();
        } catch (GeneralSecurityException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }
}
