package io.millrace.net;

import io.netty.handler.ssl.CipherSuiteConverter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The {@code ciphers} setting: a list in OpenSSL's words, applied to the cipher suites of this
 * Java. A name or word adds suites; with {@code -} in front it takes them out, with {@code !} for
 * good, with {@code +} it moves them behind the others; {@code ECDHE+AES} are the suites that are
 * both. Suites of TLS 1.3 are not concerned, as with OpenSSL.
 *
 * <p>Source: OpenSSL's manual, "openssl-ciphers", Cipher List Format.
 */
final class CipherList {
  /** Fluentd's default. */
  static final String ALL = "ALL:!aNULL:!eNULL:!SSLv2";

  private static final String STRENGTH = "@STRENGTH";

  private final Set<String> chosen = new LinkedHashSet<>();
  private final List<String> known;

  private CipherList(List<String> known) {
    this.known = new ArrayList<>(known);
  }

  /**
   * Those of {@code suites} that {@code text} asks for, in its order, with all of TLS 1.3 in front.
   *
   * @throws IllegalArgumentException if it asks for none, or in words that OpenSSL has not
   */
  static List<String> select(String text, List<String> suites) {
    CipherList list = new CipherList(suites.stream().filter(CipherList::isOld).toList());
    for (String term : text.split("[:, ;]+", -1)) {
      if (!term.isEmpty()) {
        list.apply(term);
      }
    }
    if (list.chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "ciphers '" + text + "' asks for none of the cipher suites that this Java has on");
    }
    List<String> all = new ArrayList<>(suites.stream().filter(suite -> !isOld(suite)).toList());
    all.addAll(list.chosen);
    return List.copyOf(all);
  }

  /** Whether it is of TLS 1.2 or before: later ones do not say with what key exchange. */
  private static boolean isOld(String suite) {
    return suite.contains("_WITH_");
  }

  private void apply(String term) {
    switch (term.charAt(0)) {
      case '!' -> {
        Predicate<String> is = meant(term.substring(1));
        chosen.removeIf(is);
        known.removeIf(is);
      }
      case '-' -> chosen.removeIf(meant(term.substring(1)));
      case '+' -> {
        List<String> moved = chosen.stream().filter(meant(term.substring(1))).toList();
        chosen.removeAll(Set.copyOf(moved));
        chosen.addAll(moved);
      }
      case '@' -> command(term);
      default -> known.stream().filter(meant(term)).forEach(chosen::add);
    }
  }

  private void command(String term) {
    if (!term.equals(STRENGTH)) {
      throw new IllegalArgumentException(
          "ciphers: '"
              + term
              + "' cannot be honoured, since Java has limits of its own"
              + " (jdk.tls.disabledAlgorithms in its file java.security). Leave it out");
    }
    List<String> sorted =
        chosen.stream().sorted(Comparator.comparing(CipherList::bits).reversed()).toList();
    chosen.clear();
    chosen.addAll(sorted);
  }

  private static int bits(String suite) {
    return suite.contains("_256_") || suite.contains("CHACHA20") ? 256 : 128;
  }

  private static Predicate<String> meant(String words) {
    Predicate<String> all = suite -> true;
    for (String word : words.split("\\+", -1)) {
      all = all.and(one(word));
    }
    return all;
  }

  private static Predicate<String> one(String word) {
    if (word.startsWith("TLS_")) {
      return word::equals;
    }
    if (word.indexOf('-') >= 0) {
      String java = CipherSuiteConverter.toJava(word, "TLS"); // null if Java has no such suite
      return suite -> suite.equals(java);
    }
    return CipherWord.of(word);
  }
}
