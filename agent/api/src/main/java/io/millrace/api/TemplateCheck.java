package io.millrace.api;

import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the placeholders of a {@link Template} and the chunk keys go together.
 *
 * <p>Source: Fluentd's output plugins, placeholder validators.
 */
final class TemplateCheck {
  /** How finely a directive tells times apart. */
  private record Grain(long seconds, String title, String directive) {}

  private static final List<Grain> GRAINS =
      List.of(
          new Grain(1, "second", "%S"),
          new Grain(60, "minute", "%M"),
          new Grain(3600, "hour", "%H"),
          new Grain(86_400, "day", "%d"));

  /** A directive, with those that follow it. */
  private static final Pattern DIRECTIVES = Pattern.compile("(?:%[-0^#_:]*\\d*[A-Za-z%])+");

  /** 2016-01-01 00:00:00 UTC: a second, minute, hour or day later, only that directive differs. */
  private static final long BASE = 1_451_606_400;

  private final String subject;
  private final Template template;
  private final ChunkKeys keys;

  TemplateCheck(String parameter, Template template, ChunkKeys keys) {
    this.subject = "Parameter '" + parameter + ": " + template.text() + "' ";
    this.template = template;
    this.keys = keys;
  }

  /** Checks the placeholders of the tag and of fields. */
  void checkNames() {
    checkTag();
    checkFields();
  }

  /** The first placeholder that the chunk keys cannot fill in. */
  Optional<String> unfillable() {
    String text = template.text();
    if (!keys.time() && !Strftime.of(text, Zone.utc()).format(BASE, 0).equals(text)) {
      Matcher directives = DIRECTIVES.matcher(text);
      return Optional.of(directives.find() ? directives.group() : text);
    }
    return template.unfillablePieces(keys).stream().findFirst();
  }

  /** Checks the placeholders of time. */
  void checkTime() {
    Optional<Grain> finest = finest();
    if (!keys.time()) {
      require(
          finest.isEmpty(), "has timestamp placeholders, but chunk key 'time' is not configured");
      return;
    }
    long timekey = keys.timekey().orElseThrow().toSeconds();
    require(finest.isPresent(), "doesn't have timestamp placeholders for timekey " + timekey);
    if (finest.orElseThrow().seconds() > timekey) {
      Grain wanted = GRAINS.get(0);
      for (Grain grain : GRAINS) {
        wanted = grain.seconds() <= timekey ? grain : wanted;
      }
      require(
          false,
          "doesn't have timestamp placeholder for "
              + wanted.title()
              + "('"
              + wanted.directive()
              + "') for timekey "
              + timekey);
    }
  }

  private Optional<Grain> finest() {
    Strftime format = Strftime.of(template.text(), Zone.utc());
    String base = format.format(BASE, 0);
    return GRAINS.stream()
        .filter(grain -> !format.format(BASE + grain.seconds(), 0).equals(base))
        .findFirst();
  }

  private void checkTag() {
    if (keys.tag()) {
      require(template.hasTag(), "doesn't have tag placeholder");
    } else {
      require(!template.hasTag(), "has tag placeholders, but chunk key 'tag' is not configured");
    }
  }

  private void checkFields() {
    List<String> configured = keys.fields().stream().map(Object::toString).sorted().toList();
    List<String> unknown = new ArrayList<>(template.fieldNames());
    unknown.removeAll(configured);
    require(
        unknown.isEmpty(),
        "has placeholders, but chunk keys doesn't have keys "
            + String.join(",", unknown.stream().sorted().toList()));
    List<String> missing = new ArrayList<>(configured);
    missing.removeAll(template.fieldNames());
    require(
        missing.isEmpty(),
        "doesn't have enough placeholders for keys " + String.join(",", missing));
  }

  private void require(boolean holds, String reason) {
    if (!holds) {
      throw new ConfigException(subject + reason);
    }
  }
}
