package io.millrace.api;

/** How the bytes of a chunk are compressed; each append is a member or frame of its own. */
public enum Compression {
  /** Not at all. */
  TEXT,
  /** Gzip members. */
  GZIP,
  /** Zstandard frames. */
  ZSTD
}
