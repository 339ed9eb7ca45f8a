package io.millrace.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against "Signature Version 4 test suite", cases get-vanilla and get-vanilla-query-order-key. */
final class SignatureV4Test {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String VANILLA =
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

  private record Get(String rawQuery) implements SignatureV4.SignedRequest {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String rawPath() {
      return "/";
    }

    @Override
    public String header(String name) {
      return Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z").get(name);
    }

    @Override
    public byte[] body() {
      return new byte[0];
    }
  }

  private static SignatureV4 signed(String signature) {
    String header =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature="
            + signature;
    return SignatureV4.parse(header).orElseThrow();
  }

  @Test
  void acceptsTheSignatureOfTheSuite() {
    assertThat(signed(VANILLA).matches(new Get(""), SECRET)).isTrue();
  }

  @Test
  void sortsTheQueryAndEncodesItOneWay() {
    SignatureV4 sorted = signed("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");

    assertThat(sorted.matches(new Get("Param2=value2&Param1=value1"), SECRET)).isTrue();
    assertThat(sorted.matches(new Get("Param2=value2&Param1=v%61lue1"), SECRET)).isTrue();
  }

  @Test
  void refusesAnotherSecretOrAnotherRequest() {
    assertThat(signed(VANILLA).matches(new Get(""), SECRET + "x")).isFalse();
    assertThat(signed(VANILLA).matches(new Get("a=b"), SECRET)).isFalse();
  }

  @Test
  void readsOnlyWholeHeadersOfItsScheme() {
    assertThat(SignatureV4.parse("AWS AKID:abc")).isEmpty();
    assertThat(SignatureV4.parse("AWS4-HMAC-SHA256 Credential=AKID/scope")).isEmpty();
  }
}
