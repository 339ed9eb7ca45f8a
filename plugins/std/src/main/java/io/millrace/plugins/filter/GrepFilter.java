package io.millrace.plugins.filter;

import io.millrace.api.Fields;
import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.EventView;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * {@code @type grep}: keeps an event when every {@code <regexp>} rule matches and no {@code
 * <exclude>} rule does; {@code <and>} and {@code <or>} combine rules the other way. Reads fields in
 * place; never decodes or copies the record. An event that a pattern takes too long on goes to the
 * error stream: whether to keep it is not known.
 *
 * <p>Source: Fluentd's filter_grep.
 */
public final class GrepFilter implements Filter {

  /** One condition. A field that is missing or nil matches as the empty string. */
  public record Rule(
      @Param(doc = "Field to test, in record accessor syntax.") RecordPath key,
      @Param(doc = "Regular expression searched for in the field.") RubyRegexp pattern) {

    boolean matches(EventView event) {
      return pattern.find(event.bytes(key));
    }
  }

  /** Rules of an {@code <and>} or {@code <or>}; of one kind only. */
  public record Group(
      @Section(doc = "Rules to keep events by.") List<Rule> regexp,
      @Section(doc = "Rules to drop events by.") List<Rule> exclude) {}

  /** Everything a {@code <filter>} block of this type may contain. */
  public record Config(
      @Section(doc = "Keep only events that match all of these rules.") List<Rule> regexp,
      @Section(doc = "Drop events that match any of these rules.") List<Rule> exclude,
      @Section(doc = "Keep events that match all, or drop events that match all, of these rules.")
          List<Group> and,
      @Section(doc = "Keep events that match any, or drop events that match any, of these rules.")
          List<Group> or,
      @Fields(
              doc =
                  "Old form of rules: regexp1 to regexp20 and exclude1 to exclude20, each 'key"
                      + " pattern'.")
          Map<String, String> legacy) {
    /** Refuses mixed groups and keys that stand twice. */
    public Config {
      GrepRules.of(regexp, exclude, and, or, legacy);
    }

    private GrepRules rules() {
      return GrepRules.of(regexp, exclude, and, or, legacy);
    }
  }

  private final GrepRules rules;

  private GrepFilter(Config config, PluginContext context) {
    this.rules = config.rules();
    Logger log = context.log();
    for (String name : GrepRules.unknown(config.legacy())) {
      log.warn("parameter '{}' in <filter> of grep is not used.", name);
    }
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    return rules.keep(event) ? Verdict.KEEP : Verdict.DROP;
  }

  /** Listed in {@code META-INF/services/io.millrace.api.PluginFactory}. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("grep", "Keeps or drops events by their fields.", Config.class, GrepFilter::new);
    }
  }
}
