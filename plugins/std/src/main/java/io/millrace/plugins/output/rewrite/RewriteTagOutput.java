package io.millrace.plugins.output.rewrite;

import io.millrace.api.EventSink;
import io.millrace.api.Fields;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code @type rewrite_tag_filter}: gives each event the tag of the first {@code <rule>} that
 * matches, and emits it anew. An event that no rule matches ends here, and so does one whose tag
 * and label would stay as they are, because it would come back for ever; both are counted.
 *
 * <p>Events that go the same way stay together: a stream that all goes one way is passed on as it
 * is.
 *
 * <p>Source: Fluentd's out_rewrite_tag_filter.
 */
public final class RewriteTagOutput implements Output, EventSink {
  private static final String OLD_RULE = "rewriterule";

  /** How events are emitted. */
  public enum EmitMode {
    /** One by one. */
    RECORD,
    /** Those of one stream that get the same tag together. */
    BATCH
  }

  /** One rule. */
  public record Rule(
      @Param(doc = "Field to test, in record accessor syntax.") RecordPath key,
      @Param(doc = "Regular expression searched for in the field.") RubyRegexp pattern,
      @Param(
              doc =
                  "New tag, in which $1 to $9 stand for what the groups matched, and ${tag},"
                      + " ${tag_parts[n]} and ${hostname} are filled in.")
          String tag,
      @Param(doc = "Label to emit to, in place of the plugin's own.") Optional<String> label,
      @Param(doc = "Whether the rule applies where the pattern does not match.", def = "false")
          boolean invert) {
    /** Refuses what Fluentd has no meaning for. */
    public Rule {
      if (TagTemplate.hasRange(tag)) {
        throw new IllegalArgumentException(
            "tag: ${tag_parts[n]} and __TAG_PARTS[n]__ do not support ranges: '" + tag + "'");
      }
    }

    private String identity() {
      return key + (invert ? "!" : "") + pattern;
    }
  }

  /** Settings of {@code <match>} with {@code @type rewrite_tag_filter}. */
  public record Config(
      @Param(doc = "Whether what a group matched gets a capital letter.", def = "false")
          boolean capitalizeRegexBackreference,
      @Param(doc = "Leading part of the tag that ${tag} and ${tag_parts[n]} leave out.")
          Optional<String> removeTagPrefix,
      @Param(doc = "What ${tag} and ${tag_parts[n]} leave out of the tag.")
          Optional<RubyRegexp> removeTagRegexp,
      @Param(
              doc = "Shell command whose output ${hostname} stands for; run once, at the start.",
              def = HostnameCommand.BUILT_IN)
          String hostnameCommand,
      @Param(doc = "Whether events are emitted one by one or together.", def = "batch")
          EmitMode emitMode,
      @Section(doc = "What gets which tag; the first rule that matches counts.", required = true)
          List<Rule> rule,
      @Fields(doc = "Nothing; the old rewriterule1 and so on are refused.")
          Map<String, String> others) {
    /** Refuses rules that say the same, old rules, and two ways to shorten the tag. */
    public Config {
      rule = List.copyOf(rule);
      for (String name : others.keySet()) {
        if (name.startsWith(OLD_RULE)) {
          throw new IllegalArgumentException(
              name
                  + ": \"rewriterule<num>\" support has been dropped. Use <rule> section instead.");
        }
      }
      if (removeTagPrefix.isPresent() && removeTagRegexp.isPresent()) {
        throw new IllegalArgumentException(
            "remove_tag_prefix and remove_tag_regexp are exclusive: remove one of them");
      }
      Set<String> seen = new HashSet<>();
      for (Rule one : rule) {
        if (!seen.add(one.identity())) {
          throw new IllegalArgumentException(
              "duplicated rewriterules found: key '"
                  + one.key()
                  + "' with pattern "
                  + one.pattern()
                  + " stands twice, remove one <rule>");
        }
      }
    }

    private Optional<RubyRegexp> shortening() {
      return removeTagPrefix
          .map(prefix -> RubyRegexp.of("^" + escaped(prefix) + "\\.?", 0))
          .or(() -> removeTagRegexp);
    }

    private static String escaped(String text) {
      return text.replaceAll("[^A-Za-z0-9_\\u0080-\\uffff]", "\\\\$0");
    }
  }

  private final HostnameCommand hostname;
  private final PerThread<RewritePass> passes;

  private RewriteTagOutput(Config config, PluginContext context) {
    this.hostname = new HostnameCommand(config.hostnameCommand(), context);
    List<CompiledRule> rules =
        config.rule().stream()
            .map(rule -> CompiledRule.of(rule, config.capitalizeRegexBackreference(), context))
            .toList();
    Rewriting rewriting =
        new Rewriting(
            rules,
            config.shortening(),
            hostname,
            config.emitMode() == EmitMode.BATCH,
            context,
            context.counter("unmatched_records", "Events that no rule gave another way."));
    this.passes = new PerThread<>(() -> new RewritePass(rewriting));
    for (String name : config.others().keySet()) {
      context.log().warn("parameter '{}' in <match> of rewrite_tag_filter is not used.", name);
    }
  }

  @Override
  public void start() throws IOException, InterruptedException {
    hostname.run();
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    return passes.get().run(tag, events);
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "rewrite_tag_filter",
          "Gives events other tags by what they hold.",
          Config.class,
          RewriteTagOutput::new);
    }
  }
}
