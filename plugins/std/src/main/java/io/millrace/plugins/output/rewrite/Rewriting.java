package io.millrace.plugins.output.rewrite;

import io.millrace.api.PluginContext;
import io.millrace.event.RubyRegexp;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all passes of one output share.
 *
 * @param removed what templates leave out of the tag
 * @param batch whether events of the same tag are emitted together
 * @param unmatched counts the events that end here
 */
record Rewriting(
    List<CompiledRule> rules,
    Optional<RubyRegexp> removed,
    HostnameCommand hostname,
    boolean batch,
    PluginContext context,
    LongAdder unmatched) {}
