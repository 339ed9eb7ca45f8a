package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubyFloatTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "1, 1.0",
    "-1.5, -1.5",
    "0.1, 0.1",
    "0.0001, 0.0001",
    "0.00012345678901234, 0.00012345678901234",
    "0.00001, 1.0e-05",
    "0.000012, 1.2e-05",
    "1e-7, 1.0e-07",
    "1e-10, 1.0e-10",
    "123456789.125, 123456789.125",
    "1700000000.123456, 1700000000.123456",
    "1234567890123450, 1234567890123450.0",
    "999999999999999, 999999999999999.0",
    "9999999999999998, 9999999999999998.0",
    "1e15, 1000000000000000.0",
    "1e16, 1.0e+16",
    "1.2345e16, 1.2345e+16",
    "1e20, 1.0e+20",
    "1e100, 1.0e+100",
    "1.5e300, 1.5e+300",
    "33.333333333333336, 33.333333333333336",
    "0.30000000000000004, 0.30000000000000004",
    "0.3333333333333333, 0.3333333333333333",
    "3.141592653589793, 3.141592653589793",
    "2e-3, 0.002",
    "2.0E-3, 0.002",
    "4.9E-324, 5.0e-324",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
  })
  void writes_as_ruby_does(double value, String expected) {
    assertThat(RubyFloat.toString(value)).isEqualTo(expected);
  }

  @Test
  void reads_back_as_the_same_number_and_is_shortest() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      double value =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(2_000_000) / 1000.0;
            case 2 -> random.nextDouble();
            default -> random.nextLong() / 1e6;
          };
      if (Double.isFinite(value)) {
        String text = RubyFloat.toString(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(digits(text)).isLessThanOrEqualTo(digits(Double.toString(value)));
      }
    }
  }

  private static int digits(String text) {
    String mantissa = text.replaceAll("[eE].*", "").replaceAll("[-.]", "");
    return mantissa.replaceAll("^0+", "").replaceAll("0+$", "").length();
  }
}
