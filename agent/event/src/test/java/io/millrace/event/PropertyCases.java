package io.millrace.event;

/** How many random cases a property test runs: 10,000, or a million with {@code -Pnightly}. */
final class PropertyCases {
  static final int COUNT = Integer.getInteger("millrace.property.cases", 10_000);

  private PropertyCases() {}
}
