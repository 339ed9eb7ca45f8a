package io.millrace.engine.check;

import java.time.Duration;

/**
 * {@code gives-up-soon}: few or short retries and no {@code <secondary>}: a short outage of the
 * destination takes events out of the pipeline.
 */
final class GivesUpSoonRule implements Rule {

  private static final int FEWEST = 8;
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  @Override
  public String code() {
    return "gives-up-soon";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (CheckedSection output : config.sections("output")) {
      if (output.element().children("secondary").isEmpty()) {
        output.buffer().ifPresent(buffer -> check(buffer, findings));
      }
    }
  }

  private void check(CheckedBuffer buffer, Findings findings) {
    if (buffer.config().retryForever()) {
      return;
    }
    boolean few = buffer.config().retryMaxTimes().filter(times -> times < FEWEST).isPresent();
    boolean soon = buffer.config().retryTimeout().compareTo(SHORTEST) < 0;
    if (few || soon) {
      String parameter = few ? "retry_max_times" : "retry_timeout";
      findings.warn(
          this,
          buffer.location(parameter),
          parameter
              + " ends the retries of a chunk early; it goes to the backup directory then,"
              + (buffer.config().disableChunkBackup()
                  ? " which disable_chunk_backup turns off: its events are lost"
                  : " and nobody sends it from there"),
          "leave it out (retries go on for 72 hours), set retry_forever true, or add a"
              + " <secondary>");
    }
  }
}
