package io.millrace.plugins.output.rewrite;

import io.millrace.api.EventSink;
import io.millrace.api.PluginContext;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;

/**
 * One {@code <rule>}, ready to be asked.
 *
 * @param sink where its events go
 * @param relabels whether {@code sink} is a label of its own, so that the same tag is no loop
 */
record CompiledRule(
    RecordPath key,
    RubyRegexp pattern,
    boolean invert,
    TagTemplate tag,
    EventSink sink,
    boolean relabels) {

  static CompiledRule of(RewriteTagOutput.Rule rule, boolean capitalize, PluginContext context) {
    return new CompiledRule(
        rule.key(),
        rule.pattern(),
        rule.invert(),
        TagTemplate.compile(rule.tag(), !rule.invert(), capitalize, context.log()),
        rule.label().map(context::label).orElse(context.out()),
        rule.label().isPresent());
  }
}
