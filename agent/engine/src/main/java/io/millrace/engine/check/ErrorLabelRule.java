package io.millrace.engine.check;

/**
 * {@code no-error-label}: filters that refuse events, and no {@code <label @ERROR>} to keep them:
 * they end in the agent's log, or nowhere.
 */
final class ErrorLabelRule implements Rule {

  @Override
  public String code() {
    return "no-error-label";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    if (config.hasLabel("@ERROR")) {
      return;
    }
    config.sections("filter").stream()
        .filter(filter -> filter.type().equals("parser"))
        .filter(filter -> filter.isTrue("emit_invalid_record_to_error"))
        .findFirst()
        .ifPresent(
            filter ->
                findings.warn(
                    this,
                    filter.element().location(),
                    "events that this parser cannot read leave the pipeline, and no <label @ERROR>"
                        + " takes them: they are lost but for a line in the log",
                    "add a <label @ERROR> with a <match **> that keeps them, or set"
                        + " emit_invalid_record_to_error false"));
  }
}
