package io.millrace.engine.check;

/**
 * One thing that is wrong, or that works and is probably not meant.
 *
 * @param severity whether the agent would start
 * @param code name of the rule, such as {@code s3-key-not-unique}
 * @param location {@code file:line}; empty if the message names its own place
 * @param message what is found there and what comes of it
 * @param advice what to do; empty if the message says it
 */
public record Finding(
    Severity severity, String code, String location, String message, String advice) {

  /** How bad a finding is. */
  public enum Severity {
    /** The agent does not start with it. */
    ERROR,
    /** The agent starts. */
    WARNING
  }
}
