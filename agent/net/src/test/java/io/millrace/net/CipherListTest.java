package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations are what {@code openssl ciphers} answers, cut to the suites below. */
class CipherListTest {
  private static final String NEW = "TLS_AES_256_GCM_SHA384";
  private static final String EC_256 = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
  private static final String EC_CHACHA = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
  private static final String EC_128 = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String DSA_128 = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256";
  private static final String DH_256 = "TLS_DHE_RSA_WITH_AES_256_CBC_SHA";
  private static final String RSA_128 = "TLS_RSA_WITH_AES_128_CBC_SHA";
  private static final List<String> SUITES =
      List.of(NEW, EC_256, EC_CHACHA, EC_128, DSA_128, DH_256, RSA_128);

  private static List<String> select(String text) {
    return CipherList.select(text, SUITES);
  }

  @Test
  void fluentdsDefaultIsEverythingThatJavaHasOn() {
    assertThat(select(CipherList.ALL)).isEqualTo(SUITES);
    assertThat(CipherList.select(CipherList.ALL, JavaTls.suites()))
        .containsAll(JavaTls.suites().stream().filter(suite -> !suite.endsWith("_SCSV")).toList());
  }

  @Test
  void namesAreInTheOrderTheyAreWritten() {
    assertThat(select("ECDHE-RSA-AES128-GCM-SHA256:" + EC_256 + ":ECDHE-RSA-CAMELLIA256-SHA384"))
        .containsExactly(NEW, EC_128, EC_256);
  }

  @Test
  void wordsAreKinds() {
    assertThat(select("ECDHE+AESGCM")).containsExactly(NEW, EC_256, EC_128);
    assertThat(select("kRSA, EDH")).containsExactly(NEW, RSA_128, DH_256);
    assertThat(select("aECDSA CHACHA20")).containsExactly(NEW, DSA_128, EC_CHACHA);
    assertThat(select("SHA:SHA256")).containsExactly(NEW, DH_256, RSA_128, DSA_128);
  }

  @Test
  void whatIsTakenOutForGoodDoesNotComeBack() {
    assertThat(select("HIGH:!aRSA:EECDH")).containsExactly(NEW, DSA_128);
    assertThat(select("HIGH:-aRSA:kRSA")).containsExactly(NEW, DSA_128, RSA_128);
  }

  @Test
  void theOrderCanBeChanged() {
    assertThat(select("ECDHE:+AESGCM")).containsExactly(NEW, EC_CHACHA, DSA_128, EC_256, EC_128);
    assertThat(select("RSA:ECDHE:@STRENGTH"))
        .containsExactly(NEW, EC_256, EC_CHACHA, RSA_128, EC_128, DSA_128);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RC4:MD5 | ciphers 'RC4:MD5' asks for none of the cipher suites that this Java has on",
        "HIGH:!RC44 | 'RC44' is no cipher suite and no word of OpenSSL's",
        "HIGH:! | '' is no cipher suite",
        "ALL:@SECLEVEL=0 | '@SECLEVEL=0' cannot be honoured",
      })
  void refusals(String text, String message) {
    assertThatThrownBy(() -> select(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
