package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import io.millrace.api.Template;
import java.util.List;
import java.util.Optional;

/** What a document consists of. */
public record DocumentConfig(
    @Param(doc = "Ingest pipeline; placeholders are filled in.") Optional<Template> pipeline,
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
  /** Copies the lists. */
  public DocumentConfig {
    removeKeys = removeKeys.stream().map(String::strip).toList();
    removeKeysOnUpdate = removeKeysOnUpdate.stream().map(String::strip).toList();
  }
}
