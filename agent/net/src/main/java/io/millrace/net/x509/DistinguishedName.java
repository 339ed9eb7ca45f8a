package io.millrace.net.x509;

/**
 * Whom a certificate names.
 *
 * @param country two letters
 */
public record DistinguishedName(String country, String state, String locality, String commonName) {
  private static final String ATTRIBUTE = "2.5.4.";

  /** Refuses a country that is no code. */
  public DistinguishedName {
    if (!country.matches("[A-Z]{2}")) {
      throw new IllegalArgumentException(
          "country '" + country + "': expected two letters such as US");
    }
  }

  byte[] der() {
    return Der.sequence(
        attribute("6", Der.printable(country)),
        attribute("8", Der.utf8(state)),
        attribute("7", Der.utf8(locality)),
        attribute("3", Der.utf8(commonName)));
  }

  private static byte[] attribute(String number, byte[] value) {
    return Der.set(Der.sequence(Der.oid(ATTRIBUTE + number), value));
  }
}
