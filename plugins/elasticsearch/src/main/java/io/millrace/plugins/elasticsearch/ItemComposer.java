package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.JsonTranscoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Makes the items of one chunk: action line and document of each record. What the chunk's
 * placeholders give is worked out once. Not safe for use by several threads.
 */
final class ItemComposer {
  private final DocumentConfig config;
  private final RecordShaper shaper;
  private final ActionLine action;
  private final UpdateDocument update;
  private final String type;
  private final byte[] idHead;
  private String index = "";

  ItemComposer(
      ElasticsearchConfig config,
      PluginContext context,
      Chunk chunk,
      Tag tag,
      ServerVersion version) {
    this.config = config.document();
    this.shaper = new RecordShaper(config, context, chunk, tag, version);
    String pipeline = config.index().pipeline().map(text -> text.expand(chunk)).orElse("");
    this.action = new ActionLine(config, pipeline, version);
    this.update = new UpdateDocument(config.document());
    this.type = config.index().typeName().expand(chunk);
    this.idHead = this.config.makesIds() ? idHead(chunk.id()) : new byte[0];
  }

  private static byte[] idHead(ChunkId chunk) {
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(chunk.bytes());
    return (id + "-").getBytes(StandardCharsets.US_ASCII);
  }

  /** Index of the item composed last. */
  String index() {
    return index;
  }

  /**
   * Writes the item of {@code event}.
   *
   * @param ordinal number of the event in its chunk
   * @return false if the event has no {@code _id}, needs one, and is to be dropped then
   * @throws RejectedEventException if the event can be no item; {@code out} may hold a part of one
   */
  boolean compose(EventView event, int ordinal, ByteArraySink out) {
    index = shaper.shape(event);
    if (index.isEmpty()) {
      throw new RejectedEventException(
          "the event names no index: index_name or its target_index_key is empty");
    }
    EventView record = shaper.record();
    if (config.needsId() && !action.hasId(record)) {
      if (config.emitErrorForMissingId()) {
        throw new RejectedEventException(
            "id_key %s: the event has no such field, and write_operation %s needs an _id"
                .formatted(config.idKey().orElse(""), config.writeOperation().word()));
      }
      return false;
    }
    // The same chunk gives the same ids at each try, so that a repeated item is known as one.
    action.write(record, index, shaper.type().orElse(type), idHead, ordinal, out);
    EventView document = shaper.removeKeys();
    if (config.updates()) {
      update.write(document, out);
    } else {
      JsonTranscoder.write(document.array(), document.recordStart(), out);
    }
    out.write('\n');
    return true;
  }
}
