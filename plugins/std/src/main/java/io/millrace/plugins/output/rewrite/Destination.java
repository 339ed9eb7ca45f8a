package io.millrace.plugins.output.rewrite;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;

/** Where an event goes: a tag, and the router it is emitted to. */
record Destination(Tag tag, EventSink sink) {}
