package io.millrace.plugins.kubernetes;

import io.millrace.event.ByteSlice;
import java.time.Instant;

/**
 * What is added to the records of one container, packed once for all of them.
 *
 * @param docker the value of {@code docker}; empty if nothing is known of it
 * @param kubernetes the value of {@code kubernetes}
 * @param fields both, with their keys, as they are appended to a record that has neither
 * @param version of the {@link Cluster} they were made of
 * @param until when they must be made anew, even if the version is the same
 */
record Metadata(
    ByteSlice docker, ByteSlice kubernetes, ByteSlice fields, long version, Instant until) {

  /** Number of fields. */
  int count() {
    return docker.isEmpty() ? 1 : 2;
  }
}
