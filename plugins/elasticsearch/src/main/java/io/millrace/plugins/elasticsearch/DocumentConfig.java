package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a document consists of, and what is done with it. */
public record DocumentConfig(
    @Param(doc = "What is done: index, create, update or upsert.", def = "index")
        WriteOperation writeOperation,
    @Param(doc = "Field that holds the _id, in record accessor syntax.") Optional<String> idKey,
    @Param(doc = "Field that holds the _parent, in record accessor syntax.")
        Optional<String> parentKey,
    @Param(doc = "Field that holds the routing, in record accessor syntax.")
        Optional<String> routingKey,
    @Param(
            doc =
                "Whether documents without id_key get an _id made of their chunk and place, and are"
                    + " created: then a repeated delivery makes no second document.",
            def = "true")
        boolean generateId,
    @Param(
            doc = "Whether a record that lacks the _id it needs is an error; else it is dropped.",
            def = "false")
        boolean emitErrorForMissingId,
    @Param(doc = "Whether the record gets its tag.", def = "false") boolean includeTagKey,
    @Param(doc = "Field that takes the tag.", def = "tag") String tagKey,
    @Param(doc = "Fields that do not go into the document, with commas between.", def = "")
        List<String> removeKeys,
    @Param(doc = "Fields that an update leaves alone, with commas between.", def = "")
        List<String> removeKeysOnUpdate,
    @Param(doc = "Field that lists the fields which an update leaves alone.")
        Optional<String> removeKeysOnUpdateKey,
    @Param(doc = "Whether an update's body is the record itself.", def = "false")
        boolean suppressDocWrap,
    @Param(doc = "Whether nested maps become fields of the record.", def = "false")
        boolean flattenHashes,
    @Param(doc = "What is between the names of a flattened field.", def = "_")
        String flattenHashesSeparator) {
  /** What is done with a document. */
  public enum WriteOperation {
    /** Written, over one of the same {@code _id}. */
    INDEX,
    /** Written, unless there is one of the same {@code _id}. */
    CREATE,
    /** Changed; it must be there. */
    UPDATE,
    /** Changed, or written if it is not there. */
    UPSERT;

    /** As a configuration writes it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the lists. */
  public DocumentConfig {
    removeKeys = removeKeys.stream().map(String::strip).toList();
    removeKeysOnUpdate = removeKeysOnUpdate.stream().map(String::strip).toList();
  }

  /** Whether a record without {@code _id} cannot be sent. */
  boolean needsId() {
    return writeOperation != WriteOperation.INDEX;
  }

  /** Whether a document changes one that is there. */
  boolean updates() {
    return writeOperation == WriteOperation.UPDATE || writeOperation == WriteOperation.UPSERT;
  }

  /** Whether we make the {@code _id}. */
  boolean makesIds() {
    return generateId && idKey.isEmpty() && !needsId();
  }

  /** The operation of the action line. */
  String action() {
    return makesIds() ? "create" : updates() ? "update" : writeOperation.word();
  }
}
