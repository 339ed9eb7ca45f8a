package io.millrace.net;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * OpenSSL's words for kinds of cipher suites, told by Java's names of them.
 *
 * <p>Source: OpenSSL's manual, "openssl-ciphers", Cipher Strings.
 */
final class CipherWord {
  /** The words, and a pattern for the whole name of a suite. */
  private static final String WORDS =
      """
      ALL DEFAULT                        .*
      HIGH                               .*(_AES_|_CHACHA20_).*
      MEDIUM 3DES                        .*_3DES_.*
      FIPS AES                           .*_AES_.*
      AES128                             .*_AES_128_.*
      AES256                             .*_AES_256_.*
      AESGCM                             .*_GCM_.*
      CHACHA20                           .*_CHACHA20_.*
      CBC                                .*_CBC_.*
      kRSA RSA                           TLS_RSA_.*
      aRSA                               TLS_(DHE_|ECDHE_)?RSA_.*
      aECDSA ECDSA                       .*_ECDHE_ECDSA_.*
      aDSS DSS                           .*_DSS_.*
      kECDHE kEECDH ECDHE EECDH ECDH     TLS_ECDHE_.*
      kDHE kEDH DHE EDH DH               TLS_DHE_.*
      SHA1 SHA TLSv1 TLSv1.0 SSLv3       .*_SHA
      SHA256                             .*_CBC_SHA256
      SHA384                             .*_CBC_SHA384
      TLSv1.2                            .*(_GCM_.*|_POLY1305_.*|_CBC_SHA256|_CBC_SHA384)
      """;

  /** Words for kinds that Java has off, or never had. */
  private static final String ABSENT =
      """
      COMPLEMENTOFALL COMPLEMENTOFDEFAULT LOW EXP EXPORT EXPORT40 EXPORT56 SSLv2 NULL eNULL aNULL
      ADH AECDH DES RC2 RC4 IDEA SEED MD5 CAMELLIA CAMELLIA128 CAMELLIA256 ARIA ARIA128 ARIA256
      ARIAGCM AESCCM AESCCM8 PSK kPSK aPSK kRSAPSK kECDHEPSK kDHEPSK SRP kSRP aSRP GOST aGOST
      aGOST01 aGOST12 kGOST kGOST18 GOST94 GOST89MAC KRB5 kKRB5 aKRB5 FZA kFZA aFZA eFZA kDH kDHr
      kDHd aDH kECDH kECDHe kECDHr aECDH
      """;

  private static final Map<String, Predicate<String>> MEANING = meaning();

  private CipherWord() {}

  private static Map<String, Predicate<String>> meaning() {
    Map<String, Predicate<String>> all = new HashMap<>();
    WORDS
        .lines()
        .forEach(
            line -> {
              int pattern = line.lastIndexOf(' ') + 1;
              Predicate<String> matches =
                  Pattern.compile(line.substring(pattern)).asMatchPredicate();
              for (String word : line.substring(0, pattern).trim().split(" ", -1)) {
                all.put(word, matches);
              }
            });
    for (String word : ABSENT.trim().split("\\s", -1)) {
      all.put(word, suite -> false);
    }
    return Map.copyOf(all);
  }

  /**
   * Whether a suite, by Java's name, is of the kind that {@code word} tells.
   *
   * @throws IllegalArgumentException if it is no such word: left out, it could let in what it was
   *     to keep out
   */
  static Predicate<String> of(String word) {
    Predicate<String> matches = MEANING.get(word);
    if (matches == null) {
      throw new IllegalArgumentException(
          "ciphers: '"
              + word
              + "' is no cipher suite and no word of OpenSSL's for some, expected such as"
              + " ECDHE-RSA-AES256-GCM-SHA384 or HIGH");
    }
    return matches;
  }
}
