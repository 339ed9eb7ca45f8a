package io.millrace.event.time;

/**
 * One second as a calendar and clock show it in a zone: what {@link Strftime}'s directives read.
 *
 * @param second since 1970-01-01 UTC
 * @param offset seconds ahead of UTC
 * @param abbreviation of the zone, or nothing
 * @param year of the proleptic Gregorian calendar
 * @param month 1 to 12
 * @param day of the month, 1 to 31
 * @param yearDay 1 to 366
 * @param weekDay 0 (Sunday) to 6
 * @param secondOfDay 0 to 86,399
 */
record Civil(
    long second,
    int offset,
    String abbreviation,
    long year,
    int month,
    int day,
    int yearDay,
    int weekDay,
    int secondOfDay) {
  private static final int DAY = 86_400;

  static Civil of(long second, Zone zone) {
    int offset = zone.offsetAt(second);
    long local = second + offset;
    long days = Math.floorDiv(local, DAY);
    // Years start in March and come in eras of 400, so that the leap day is the last of its year.
    long shifted = days + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    int ofEra = (int) (shifted - era * 146_097);
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * ofYear + 2) / 153;
    int day = ofYear - (153 * shiftedMonth + 2) / 5 + 1;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return new Civil(
        second,
        offset,
        zone.abbreviationAt(second),
        year,
        month,
        day,
        (int) (days - daysBefore(year, 1, 1)) + 1,
        (int) Math.floorMod(days + 4, 7L),
        (int) Math.floorMod(local, (long) DAY));
  }

  /** Days from 1970-01-01 to a date; a day or month out of range counts on. */
  static long daysBefore(long year, int month, int day) {
    long shifted = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(shifted, 400);
    long yearOfEra = shifted - era * 400;
    long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468;
  }

  int hour() {
    return secondOfDay / 3600;
  }

  /** The hour on a twelve-hour clock, 1 to 12. */
  int hour12() {
    int hour = hour() % 12;
    return hour == 0 ? 12 : hour;
  }

  int minute() {
    return secondOfDay / 60 % 60;
  }

  int secondOfMinute() {
    return secondOfDay % 60;
  }

  /** Week of the year, 0 to 53, where weeks start on Sunday (0) or Monday (1). */
  int week(int firstDay) {
    return (yearDay + 6 - (weekDay - firstDay + 7) % 7) / 7;
  }

  /** ISO 8601 week, 1 to 53. */
  int isoWeek() {
    int week = (yearDay - isoWeekDay() + 10) / 7;
    if (week < 1) {
      return weeksIn(year - 1);
    }
    return week > weeksIn(year) ? 1 : week;
  }

  /** The year to which the ISO 8601 week belongs. */
  long isoYear() {
    int week = (yearDay - isoWeekDay() + 10) / 7;
    return week < 1 ? year - 1 : week > weeksIn(year) ? year + 1 : year;
  }

  /** 1 (Monday) to 7. */
  int isoWeekDay() {
    return weekDay == 0 ? 7 : weekDay;
  }

  private static int weeksIn(long year) {
    return lastWeekDay(year) == 4 || lastWeekDay(year - 1) == 3 ? 53 : 52;
  }

  private static int lastWeekDay(long year) {
    return (int) Math.floorMod(daysBefore(year, 12, 31) + 4, 7L);
  }
}
