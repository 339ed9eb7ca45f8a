package io.millrace.plugins.forward.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import io.millrace.testkit.TestConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code expire_dns_cache} and {@code dns_round_robin}. */
class AddressesTest {
  private long nanos;
  private final List<String> asked = new ArrayList<>();
  private List<String> zone = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");

  private Addresses addresses(String... lines) {
    return new Addresses(
        "logs.example.com",
        24224,
        TestConfig.bind(ConnectionConfig.class, lines),
        () -> nanos,
        this::lookUp);
  }

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    asked.add(host);
    if (zone.isEmpty()) {
      throw new UnknownHostException(host);
    }
    InetAddress[] all = new InetAddress[zone.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = InetAddress.getByName(zone.get(i));
    }
    return all;
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(address, 24224);
  }

  @Test
  void rememberAnAddressForGoodByDefault() {
    Addresses addresses = addresses();
    assertThat(addresses.resolve()).isEqualTo(at("10.0.0.1"));

    zone = List.of("10.0.0.9");
    nanos += Duration.ofDays(400).toNanos();

    assertThat(addresses.resolve()).isEqualTo(at("10.0.0.1"));
    assertThat(asked).containsExactly("logs.example.com");
  }

  @Test
  void lookUpAnewOnceTheServerWasDetached() {
    Addresses addresses = addresses();
    addresses.resolve();
    zone = List.of("10.0.0.9");

    addresses.forget();

    assertThat(addresses.resolve()).isEqualTo(at("10.0.0.9"));
  }

  @Test
  void rememberNothingWhereTheTimeIsZero() {
    Addresses addresses = addresses("expire_dns_cache 0");
    addresses.resolve();
    zone = List.of("10.0.0.9");

    assertThat(addresses.resolve()).isEqualTo(at("10.0.0.9"));
    assertThat(asked).hasSize(2);
  }

  @Test
  void rememberAnAddressAsLongAsTheyAreTold() {
    Addresses addresses = addresses("expire_dns_cache 10s");
    addresses.resolve();
    zone = List.of("10.0.0.9");

    nanos += Duration.ofMillis(9_999).toNanos();
    assertThat(addresses.resolve()).isEqualTo(at("10.0.0.1"));
    nanos += Duration.ofMillis(1).toNanos();
    assertThat(addresses.resolve()).isEqualTo(at("10.0.0.9"));
    nanos += Duration.ofMillis(9_999).toNanos();
    assertThat(addresses.resolve()).isEqualTo(at("10.0.0.9"));

    assertThat(asked).hasSize(2);
  }

  @Test
  void takeTheFirstUnlessTheyAreToDraw() {
    Addresses first = addresses("expire_dns_cache 0");
    Addresses drawn = addresses("expire_dns_cache 0", "dns_round_robin true");
    Set<InetSocketAddress> fromFirst = new HashSet<>();
    Set<InetSocketAddress> fromDrawn = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      fromFirst.add(first.resolve());
      fromDrawn.add(drawn.resolve());
    }

    assertThat(fromFirst).containsExactly(at("10.0.0.1"));
    assertThat(fromDrawn).containsOnly(at("10.0.0.1"), at("10.0.0.2"), at("10.0.0.3")).hasSize(3);
  }

  @Test
  void drawOnceForAsLongAsTheAddressIsRemembered() {
    Addresses addresses = addresses("dns_round_robin true");
    InetSocketAddress drawn = addresses.resolve();

    for (int i = 0; i < 50; i++) {
      assertThat(addresses.resolve()).isEqualTo(drawn);
    }
  }

  @Test
  void knowWhereTheyFoundItWithoutAsking() {
    Addresses addresses = addresses("expire_dns_cache 0");
    assertThat(addresses.isLast(at("10.0.0.1"))).isFalse();
    addresses.resolve();

    assertThat(addresses.isLast(at("10.0.0.1"))).isTrue();
    assertThat(addresses.isLast(at("10.0.0.2"))).isFalse();
    assertThat(asked).hasSize(1);
  }

  @Test
  void nameTheHostThatHasNone() {
    zone = List.of();

    assertThatThrownBy(() -> addresses().resolve())
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("host 'logs.example.com' of a <server> cannot be resolved");
  }
}
