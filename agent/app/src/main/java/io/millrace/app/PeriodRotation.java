package io.millrace.app;

import io.millrace.event.time.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;

/**
 * Begins a log file each day, each Sunday or each first of a month. The file before is named after
 * the last day of its period, {@code .20240131}.
 *
 * <p>Source: Ruby's Logger with the name of a period for its age.
 */
final class PeriodRotation implements LogRotation {
  private final Period period;
  private final Zone zone;
  private Instant next = Instant.MAX;

  /** How often a file is begun. */
  enum Period {
    /** Every day. */
    DAILY,
    /** Every Sunday. */
    WEEKLY,
    /** Every first of a month. */
    MONTHLY;

    /** First day of the period after that of {@code day}. */
    LocalDate after(LocalDate day) {
      return switch (this) {
        case DAILY -> day.plusDays(1);
        case WEEKLY -> day.with(TemporalAdjusters.next(DayOfWeek.SUNDAY));
        case MONTHLY -> day.with(TemporalAdjusters.firstDayOfNextMonth());
      };
    }

    /** Last day of the period before that of {@code day}. */
    LocalDate before(LocalDate day) {
      return switch (this) {
        case DAILY -> day.minusDays(1);
        case WEEKLY -> day.with(TemporalAdjusters.previous(DayOfWeek.SATURDAY));
        case MONTHLY -> day.withDayOfMonth(1).minusDays(1);
      };
    }
  }

  /** Periods begin at midnight in {@code zone}. */
  PeriodRotation(Period period, Zone zone) {
    this.period = period;
    this.zone = zone;
  }

  @Override
  public void opened(Instant modified) {
    next = period.after(day(modified)).atStartOfDay(zone.id()).toInstant();
  }

  @Override
  public boolean isDue(long size, Instant now) {
    return !now.isBefore(next);
  }

  @Override
  public void moveAway(Path file, Instant now) throws IOException {
    String day = DateTimeFormatter.BASIC_ISO_DATE.format(period.before(day(now)));
    String name = file.getFileName() + "." + day;
    Path target = file.resolveSibling(name);
    for (int i = 1; Files.exists(target); i++) {
      target = file.resolveSibling(name + "." + i);
    }
    Files.move(file, target);
  }

  private LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, zone.id());
  }
}
