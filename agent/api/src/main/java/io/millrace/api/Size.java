package io.millrace.api;

/** A number of bytes, written as {@code 8m}. */
public record Size(long bytes) {}
