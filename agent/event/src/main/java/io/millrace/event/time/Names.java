package io.millrace.event.time;

import java.util.List;

/** English names of months and days, which Ruby uses whatever the locale is. */
final class Names {
  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

  static final List<String> SHORT_MONTHS = shortened(MONTHS);
  static final List<String> SHORT_DAYS = shortened(DAYS);

  private Names() {}

  private static List<String> shortened(List<String> names) {
    return names.stream().map(name -> name.substring(0, 3)).toList();
  }
}
