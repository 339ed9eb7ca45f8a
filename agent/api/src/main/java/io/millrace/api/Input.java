package io.millrace.api;

/** A source of events, which it emits through {@link PluginContext#out()}. */
public interface Input extends Plugin {}
