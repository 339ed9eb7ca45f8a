package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import io.millrace.api.Template;
import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Names objects. A key is made in three steps, as by Fluentd's plugin: {@code %{path}} and {@code
 * %{file_extension}} are put in, then the placeholders of the chunk ({@code ${tag}}, {@code %Y}),
 * then all other {@code %{...}}; one that is not known becomes empty.
 *
 * <p>Source: fluent-plugin-s3, s3_object_key_format. Immutable.
 */
final class ObjectKey {
  private static final Pattern PLACEHOLDER = Pattern.compile("%\\{([^}]+)\\}");
  private static final String INDEX = "%{index}";
  private static final Strftime TIME_OF_DAY = Strftime.of("%H%M%S", Zone.utc());

  private final KeySettings settings;
  private final String hostname;
  private final InstantSource clock;
  private final Logger log;
  private final Template template;
  private final Map<String, Template> metadata = new LinkedHashMap<>();
  private final IndexFormat index;

  /**
   * Keys as {@code settings} say.
   *
   * @param metadata values by name, which may have the placeholders of the chunk and {@code
   *     %{index}}
   */
  ObjectKey(
      KeySettings settings,
      Map<String, String> metadata,
      String extension,
      String hostname,
      InstantSource clock,
      Logger log) {
    this.settings = settings;
    this.log = log;
    this.hostname = hostname;
    this.clock = clock;
    this.index = IndexFormat.parse(settings.indexFormat());
    this.template =
        Template.of(
            settings
                .format()
                .replace("%{path}", settings.path())
                .replace("%{file_extension}", extension));
    metadata.forEach((name, value) -> this.metadata.put(name, Template.of(value)));
  }

  /** Whether keys count up. */
  boolean counts() {
    return settings.checkObject() && template.text().contains(INDEX);
  }

  /** Whether each key is new, even for the same chunk. */
  boolean alwaysNew() {
    return template.text().contains("%{uuid_flush}");
  }

  /** Whether keys tell the time of the upload, and nothing else sets them apart. */
  boolean byTimeOfDay() {
    return !settings.checkObject()
        && !settings.unique()
        && template.text().contains("%{hms_slice}");
  }

  /** Whether keys have the name of this machine, which is not unique in containers. */
  boolean namesHost() {
    return template.text().contains("%{hostname}");
  }

  /**
   * The names that {@code chunk} may have.
   *
   * @throws io.millrace.api.UnrecoverableException if its tag or fields must not be part of a key
   */
  Names of(Chunk chunk) {
    Map<String, String> values = new LinkedHashMap<>();
    metadata.forEach((name, value) -> values.put(name, value.expand(chunk, log)));
    return new Names(chunk, template.expand(chunk, log), timeSlice(chunk), values);
  }

  private String timeSlice(Chunk chunk) {
    if (chunk.key().timekey().isEmpty()) {
      return "";
    }
    String format =
        settings
            .timeSliceFormat()
            .orElseGet(() -> sliceFormat(chunk.keys().timekey().orElse(Duration.ofDays(1))));
    return Strftime.of(format, Zone.given(chunk.keys().zone()))
        .format(chunk.key().timekey().getAsLong(), 0);
  }

  private static String sliceFormat(Duration timekey) {
    if (timekey.compareTo(Duration.ofMinutes(1)) < 0) {
      return "%Y%m%d%H%M%S";
    } else if (timekey.compareTo(Duration.ofHours(1)) < 0) {
      return "%Y%m%d%H%M";
    } else if (timekey.compareTo(Duration.ofDays(1)) < 0) {
      return "%Y%m%d%H";
    }
    return "%Y%m%d";
  }

  /** The names of one chunk, one for each index. */
  final class Names {
    private final Chunk chunk;
    private final String expanded;
    private final String timeSlice;
    private final Map<String, String> metadata;

    private Names(Chunk chunk, String expanded, String timeSlice, Map<String, String> metadata) {
      this.chunk = chunk;
      this.expanded = expanded;
      this.timeSlice = timeSlice;
      this.metadata = metadata;
    }

    /** The key for {@code number}; a new one each time if it has a random part. */
    String at(long number) {
      return render(index.format(number));
    }

    /** What all keys of this chunk, and of those it counts with, have in common. */
    String series() {
      return render(INDEX);
    }

    /** The object's metadata for {@code number}. */
    Map<String, String> metadata(long number) {
      Map<String, String> all = new LinkedHashMap<>();
      metadata.forEach((name, value) -> all.put(name, value.replace(INDEX, index.format(number))));
      return all;
    }

    private String render(String indexText) {
      return PLACEHOLDER
          .matcher(expanded)
          .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), indexText)));
    }

    private String value(String name, String indexText) {
      boolean checked = settings.checkObject();
      return switch (name) {
        case "time_slice" -> timeSlice;
        case "date_slice" -> checked ? "" : timeSlice;
        case "hms_slice" -> checked ? "" : TIME_OF_DAY.format(clock.instant().getEpochSecond(), 0);
        case "index" -> checked ? indexText : "";
        case "uuid_flush" -> UUID.randomUUID().toString();
        case "hex_random" -> hexRandom();
        case "hostname" -> hostname;
        default -> "";
      };
    }

    private String hexRandom() {
      return new StringBuilder(chunk.id().hex()).reverse().substring(0, settings.hexRandomLength());
    }
  }
}
