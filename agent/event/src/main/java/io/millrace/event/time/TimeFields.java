package io.millrace.event.time;

/**
 * What has been read of one time so far, and the rules by which Ruby fills in the rest: parts above
 * the largest one given come from now, parts below the smallest are the first possible.
 */
final class TimeFields {
  static final int NONE = Integer.MIN_VALUE;

  boolean hasEpoch;
  long epoch;
  int nanos = NONE;

  int century = NONE;
  int year = NONE;
  int shortYear = NONE;
  int month = NONE;
  int day = NONE;
  int yearDay = NONE;
  int hour = NONE;
  int minute = NONE;
  int second = NONE;
  int halfDay = NONE; // 0 for a.m., 12 for p.m.

  int isoYear = NONE;
  int isoWeek = NONE;
  int weekDay = NONE; // 0 to 6, Sunday first
  int sundayWeek = NONE;
  int mondayWeek = NONE;

  boolean hasOffset;
  int offset;

  void offset(int seconds) {
    hasOffset = true;
    offset = seconds;
  }

  /** Starts over with nothing read. */
  TimeFields clear() {
    hasEpoch = false;
    nanos = NONE;
    century = year = shortYear = month = day = yearDay = NONE;
    hour = minute = second = halfDay = NONE;
    isoYear = isoWeek = weekDay = sundayWeek = mondayWeek = NONE;
    hasOffset = false;
    return this;
  }

  /** Puts the time into {@code out}; false if nothing that was read tells one. */
  boolean resolve(Zone zone, long now, TimeSlot out) {
    int fraction = nanos == NONE ? 0 : nanos;
    if (hasEpoch) {
      out.set(epoch, fraction);
      return true;
    }
    if (halfDay != NONE && hour != NONE) {
      hour = hour % 12 + halfDay;
    }
    if (shortYear != NONE && year == NONE) {
      year =
          century != NONE ? century * 100 + shortYear : shortYear + (shortYear < 69 ? 2000 : 1900);
    }
    boolean weekly = isoYear != NONE || isoWeek != NONE || sundayWeek != NONE || mondayWeek != NONE;
    if (!weekly && !isTold()) {
      return false;
    }
    long days = weekly && (month == NONE || day == NONE) ? weekDays(zone, now) : days(zone, now);
    long local = days * 86_400 + orZero(hour) * 3600L + orZero(minute) * 60L + orZero(second);
    int ahead = hasOffset ? offset : zone.offsetOfLocal(local);
    out.set(local - ahead, fraction);
    return true;
  }

  private boolean isTold() {
    return year != NONE
        || yearDay != NONE
        || month != NONE
        || day != NONE
        || hour != NONE
        || minute != NONE
        || second != NONE
        || nanos != NONE;
  }

  private long days(Zone zone, long now) {
    if (year == NONE) {
      Civil today = today(zone, now);
      year = (int) today.year();
      if (month == NONE && yearDay == NONE) {
        month = today.month();
        day = day == NONE ? today.day() : day;
      }
    }
    return yearDay != NONE
        ? Civil.daysBefore(year, 1, 1) + yearDay - 1
        : Civil.daysBefore(year, month == NONE ? 1 : month, day == NONE ? 1 : day);
  }

  private Civil today(Zone zone, long now) {
    return hasOffset ? Civil.of(now + offset, Zone.utc()) : Civil.of(now, zone);
  }

  private long weekDays(Zone zone, long now) {
    if (sundayWeek != NONE || mondayWeek != NONE) {
      int firstDay = mondayWeek == NONE ? 0 : 1;
      int week = mondayWeek == NONE ? sundayWeek : mondayWeek;
      long newYear = Civil.daysBefore(year == NONE ? today(zone, now).year() : year, 1, 1);
      int wanted = weekDay == NONE ? firstDay : weekDay;
      long firstStart = newYear + Math.floorMod(firstDay - newYear - 4, 7L);
      return firstStart + (week - 1) * 7L + Math.floorMod(wanted - firstDay, 7);
    }
    long isoOrNow = isoYear == NONE ? year == NONE ? today(zone, now).isoYear() : year : isoYear;
    long fourth = Civil.daysBefore(isoOrNow, 1, 4);
    long monday = fourth - Math.floorMod(fourth + 3, 7L);
    int fromMonday = weekDay == NONE ? 0 : Math.floorMod(weekDay - 1, 7);
    return monday + ((isoWeek == NONE ? 1 : isoWeek) - 1) * 7L + fromMonday;
  }

  private static int orZero(int value) {
    return value == NONE ? 0 : value;
  }
}
