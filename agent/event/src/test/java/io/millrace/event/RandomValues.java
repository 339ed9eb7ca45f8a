package io.millrace.event;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes values of all kinds that a record may hold, the same ones for the same seed. */
final class RandomValues {
  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  Map<String, Object> record() {
    return map(random.nextInt(20) == 0 ? 40 : random.nextInt(8), 3);
  }

  private Map<String, Object> map(int size, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(random.nextInt(10) == 0 ? text() : "k" + i, value(depth));
    }
    return map;
  }

  @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (long) random.nextInt(300) - 150;
      case 3 -> random.nextLong() >> random.nextInt(64);
      case 4 ->
          random.nextInt(4) == 0
              ? BigInteger.valueOf(random.nextLong()).abs().add(BigInteger.ONE.shiftLeft(63))
              : BigInteger.ONE.shiftLeft(63);
      case 5 ->
          random.nextBoolean() ? random.nextInt(100_000) / 100.0 : random.nextGaussian() * 1e9;
      case 6 -> text();
      case 7, 8 -> map(random.nextInt(5), depth - 1);
      default -> list(depth - 1);
    };
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    int size = random.nextInt(20) == 0 ? 20 : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      list.add(value(depth));
    }
    return list;
  }

  String text() {
    int length = random.nextInt(30) == 0 ? 300 : random.nextInt(24);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(12)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append('"').append('\\');
        case 2 -> text.append((char) (0xa0 + random.nextInt(0x3000)));
        case 3 -> text.appendCodePoint(0x1f600 + random.nextInt(40));
        default -> text.append((char) (0x20 + random.nextInt(0x5f)));
      }
    }
    return text.toString();
  }
}
