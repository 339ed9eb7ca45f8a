package io.millrace.net;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;

/** A range of addresses, such as {@code 10.0.0.0/8} or one address. */
public final class IpNetwork {
  private final byte[] address;
  private final int prefix;

  private IpNetwork(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /** Parses an address, perhaps with a prefix length; empty if it is none. */
  public static Optional<IpNetwork> parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Optional.empty();
    }
    int bits = 8 * address.length;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
    return prefix < 0 || prefix > bits
        ? Optional.empty()
        : Optional.of(new IpNetwork(address, prefix));
  }

  private static int prefix(String digits) {
    return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
  }

  /** Exactly this address. */
  public static IpNetwork ofAddress(byte[] address) {
    return new IpNetwork(address.clone(), 8 * address.length);
  }

  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = prefix / 8;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0;
  }
}
