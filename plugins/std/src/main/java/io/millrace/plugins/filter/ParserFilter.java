package io.millrace.plugins.filter;

import io.millrace.api.Child;
import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.Parser;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import java.util.Optional;

/**
 * {@code @type parser}: parses the text in one field; what the parser finds becomes the record, or
 * is added to it. One event may become several.
 *
 * <p>A field that is missing or does not match goes to the error stream, and with {@code
 * reserve_data} the event also passes as it is. A field that the parser fails on goes to the error
 * stream only.
 *
 * <p>Source: Fluentd's filter_parser.
 */
public final class ParserFilter implements StreamFilter {

  /** Settings of {@code <filter>} with {@code @type parser}. */
  public record Config(
      @Param(doc = "Field to parse, in record accessor syntax.") RecordPath keyName,
      @Param(doc = "Whether to keep the other fields of the record.", def = "false")
          boolean reserveData,
      @Param(doc = "Whether to keep the event's time.", def = "false") boolean reserveTime,
      @Param(
              doc = "Whether to remove the parsed field; with reserve_data, and if it matched.",
              def = "false")
          boolean removeKeyNameField,
      @Param(doc = "Prefix of the names of the fields that were found.")
          Optional<String> injectKeyPrefix,
      @Param(doc = "Whether bytes that are no UTF-8 are replaced by ? first.", def = "false")
          boolean replaceInvalidSequence,
      @Param(doc = "Field that takes what was found, as a map.") Optional<String> hashValueField,
      @Param(doc = "Whether what does not parse goes to the error stream.", def = "true")
          boolean emitInvalidRecordToError,
      @Section(doc = "How the text is parsed.", required = true) Child<Parser> parse) {}

  private final PerThread<ParserPass> passes;

  private ParserFilter(Config config, PluginContext context) {
    Parser parser = context.open(config.parse());
    this.passes = new PerThread<>(() -> new ParserPass(config, parser, context.errors()));
  }

  @Override
  public EventStream filter(Tag tag, EventStream events) {
    PackedEvents in = events.packed();
    return passes.get().run(tag, in);
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("parser", "Parses the text in a field.", Config.class, ParserFilter::new);
    }
  }
}
