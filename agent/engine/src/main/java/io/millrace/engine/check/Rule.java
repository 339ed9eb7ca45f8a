package io.millrace.engine.check;

/** One thing to look for. Has no state. */
interface Rule {

  /** Name of the rule, as users see and search it. */
  String code();

  /** Looks through the whole configuration. */
  void check(CheckedConfig config, Findings findings);
}
