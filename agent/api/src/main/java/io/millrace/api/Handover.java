package io.millrace.api;

/**
 * A service of the process that outlives graphs and takes part when one replaces another. Called by
 * the thread that reloads.
 */
public interface Handover {
  /**
   * The old graph is about to end. When this returns, nothing new comes in, and what had come in
   * was given to the old graph, or waits for the new one. What plugins give back from now on is
   * kept for those of the new graph.
   */
  void begin();

  /** The new graph runs: lets go of what it did not take over, and goes on. */
  void end();
}
