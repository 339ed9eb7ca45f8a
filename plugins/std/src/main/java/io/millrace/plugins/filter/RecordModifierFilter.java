package io.millrace.plugins.filter;

import io.millrace.api.Fields;
import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.EventView;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code @type record_modifier}: sets fields, removes others, replaces text in some, and converts
 * text from one encoding to another, in this order.
 *
 * <p>Each new field sees those set before it. An expression may change the record itself, as
 * Fluentd's can; what it does to {@code record} is then what goes on. Without such an expression
 * the record is edited in place and fields that nothing touches are never decoded. An event that an
 * expression fails on goes to the error stream.
 *
 * <p>Source: Fluentd's filter_record_modifier.
 */
public final class RecordModifierFilter implements Filter {

  /** A {@code <record>} section. */
  public record NewFields(
      @Fields(doc = "Fields to set and their values, in which ${...} holds a Ruby expression.")
          Map<String, String> fields) {}

  /** A {@code <replace>} section. */
  public record Replace(
      @Param(doc = "Top-level field whose text is changed.") String key,
      @Param(doc = "What is replaced, wherever it is found.") RubyRegexp expression,
      @Param(doc = "What stands there then; \\1 and \\k<name> are what the groups matched.")
          String replace) {}

  /** Settings of {@code <filter>} with {@code @type record_modifier}. */
  public record Config(
      @Param(
              doc =
                  "Ruby that runs once; the instance variables it sets can be used in <record>,"
                      + " such as @name = ENV['NAME'].")
          Optional<String> prepareValue,
      @Param(
              doc =
                  "Encoding of the texts: 'name' marks binary values as text, 'from:to' converts"
                      + " all of them.")
          Optional<String> charEncoding,
      @Param(doc = "Fields to remove, in record accessor syntax.", def = "")
          List<RecordPath> removeKeys,
      @Param(doc = "Top-level fields to keep besides those of <record>; all others go.", def = "")
          List<String> whitelistKeys,
      @Section(doc = "Fields to set.", name = "record") List<NewFields> records,
      @Section(doc = "Text to replace in a field.", name = "replace") List<Replace> replaces) {
    /** Refuses to say twice what is left of a record, and encodings nobody knows. */
    public Config {
      if (!removeKeys.isEmpty() && !whitelistKeys.isEmpty()) {
        throw new IllegalArgumentException(
            "remove_keys and whitelist_keys are exclusive with each other: remove one of them");
      }
      charEncoding.ifPresent(TextEncoding::of);
    }
  }

  private final PerThread<RecordModification> modifications;

  private RecordModifierFilter(Config config, PluginContext context) {
    ModifierFields fields = ModifierFields.compile(config, context);
    Optional<TextEncoding> encoding = config.charEncoding().map(TextEncoding::of);
    List<Substitution> substitutions =
        config.replaces().stream().map(one -> new Substitution(one, fields.compiler())).toList();
    this.modifications =
        new PerThread<>(
            () ->
                new RecordModification(
                    config, fields, substitutions, encoding, context.hostname()));
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    return Verdict.rewrite(modifications.get().apply(tag, event));
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "record_modifier",
          "Sets, removes and converts fields.",
          Config.class,
          RecordModifierFilter::new);
    }
  }
}
