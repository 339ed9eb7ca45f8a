package io.millrace.api;

/**
 * An output that wants to know of each chunk its buffer begins, such as to link to its file. The
 * buffer calls it in the thread that emits, before the chunk holds anything.
 */
public interface StageListener {
  /** A chunk was begun; the lock of the buffer is held. Must not wait for others or throw. */
  void staged(Chunk chunk);
}
