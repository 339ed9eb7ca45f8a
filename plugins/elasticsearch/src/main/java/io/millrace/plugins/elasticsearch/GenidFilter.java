package io.millrace.plugins.elasticsearch;

import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.Param;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * {@code @type elasticsearch_genid}: gives records an id, for {@code id_key} of the output: a
 * random one, or a hash of what they hold, so that an event that is sent twice is one document.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code filter_elasticsearch_genid}.
 */
public final class GenidFilter implements Filter {
  /** How an id is made of a seed. */
  public enum HashType {
    /** 128 bits. */
    MD5("MD5"),
    /** 160 bits. */
    SHA1("SHA-1"),
    /** 256 bits. */
    SHA256("SHA-256"),
    /** 512 bits. */
    SHA512("SHA-512");

    private final String algorithm;

    HashType(String algorithm) {
      this.algorithm = algorithm;
    }

    /** As the JDK names it. */
    String algorithm() {
      return algorithm;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Settings. */
  public record Config(
      @Param(doc = "Field that takes the id.", def = "_hash") String hashIdKey,
      @Param(doc = "Whether the id is a hash of the record; else it is random.", def = "false")
          boolean useRecordAsSeed,
      @Param(doc = "Whether the tag goes into the hash.", def = "false") boolean includeTagInSeed,
      @Param(doc = "Whether the time, in seconds, goes into the hash.", def = "false")
          boolean includeTimeInSeed,
      @Param(doc = "Whether all fields go into the hash, whatever their order.", def = "false")
          boolean useEntireRecord,
      @Param(doc = "Fields that go into the hash, in this order.", def = "[]")
          List<String> recordKeys,
      @Param(doc = "What is between the parts of what is hashed.", def = "_") String separator,
      @Param(doc = "The hash: md5, sha1, sha256 or sha512.", def = "sha1") HashType hashType) {
    /** Checks that there is something to hash. */
    public Config {
      recordKeys = recordKeys.stream().map(String::strip).toList();
      if (useRecordAsSeed && !useEntireRecord && recordKeys.isEmpty()) {
        throw new IllegalArgumentException(
            "use_record_as_seed needs record_keys, or use_entire_record true: name the fields that"
                + " make a record what it is");
      }
    }
  }

  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final Config config;
  private final RecordPath idKey;
  private final PerThread<GenidSeed> seeds;

  private GenidFilter(Config config, PluginContext context) {
    this.config = config;
    this.idKey = RecordPath.ofKey(config.hashIdKey());
    this.seeds = new PerThread<>(() -> new GenidSeed(config));
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    byte[] id =
        config.useRecordAsSeed()
            ? seeds.get().digest(tag, event)
            : UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    RecordEditor editor = event.edit();
    editor.setText(idKey, ByteSlice.of(BASE64.encode(id)));
    return Verdict.rewrite(editor);
  }

  /** Makes this filter. */
  public static final class Factory extends FilterFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super(
          "elasticsearch_genid opensearch_genid",
          "Gives records an id, random or a hash of what they hold.",
          Config.class,
          GenidFilter::new);
    }
  }
}
