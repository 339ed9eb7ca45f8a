package io.millrace.net.tls;

import io.millrace.event.ByteSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One block of a PEM file. Text between blocks is skipped.
 *
 * <p>Source: RFC 7468; RFC 1421 for the headers of encrypted keys.
 */
record PemBlock(String label, Map<String, String> headers, ByteSlice der) {
  /** Bundles of all authorities of the world have a quarter of it. */
  private static final long LONGEST = 1 << 20;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** The blocks of {@code file}, in order. */
  static List<PemBlock> read(Path file) throws IOException, GeneralSecurityException {
    if (Files.size(file) > LONGEST) {
      throw new GeneralSecurityException(
          file + " has more than " + LONGEST + " bytes, which no PEM file needs");
    }
    List<PemBlock> blocks = new ArrayList<>();
    Iterator<String> lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().iterator();
    while (lines.hasNext()) {
      String line = lines.next().strip();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        blocks.add(block(line.substring(BEGIN.length(), line.length() - 5), lines, file));
      }
    }
    return blocks;
  }

  private static PemBlock block(String label, Iterator<String> lines, Path file)
      throws GeneralSecurityException {
    Map<String, String> headers = new LinkedHashMap<>();
    StringBuilder base64 = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next().strip();
      int colon = line.indexOf(':');
      if (line.equals(END + label + DASHES)) {
        return new PemBlock(label, headers, ByteSlice.of(decoded(base64.toString(), label, file)));
      } else if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else {
        base64.append(line);
      }
    }
    throw new GeneralSecurityException(file + " ends within a block of " + label);
  }

  private static byte[] decoded(String base64, String label, Path file)
      throws GeneralSecurityException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(file + ": a block of " + label + " is no Base64", e);
    }
  }
}
