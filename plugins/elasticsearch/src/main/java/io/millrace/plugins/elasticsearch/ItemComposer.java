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
 * Makes the items of one {@link Target}: action line and document of each record. What the chunk
 * and the target give is worked out once. Not safe for use by several threads.
 */
final class ItemComposer implements Composer {
  private final boolean emitsMissingIds;
  private final Target target;
  private final RecordShaper shaper;
  private final ActionLine action;
  private final UpdateDocument update;
  private final byte[] idHead;
  private String index = "";

  ItemComposer(
      CommonConfig config,
      Target target,
      PluginContext context,
      Chunk chunk,
      Tag tag,
      ServerVersion version) {
    this.emitsMissingIds = config.document().emitErrorForMissingId();
    this.target = target;
    this.shaper = new RecordShaper(config, target, context, chunk, tag, version);
    String pipeline = config.document().pipeline().map(text -> text.expand(chunk)).orElse("");
    this.action = new ActionLine(config, target, pipeline, version);
    this.update = new UpdateDocument(config.document(), target.operation());
    boolean makesIds =
        config.document().generateId()
            && target.operation() == Operation.ADD
            && target.meta().idKey().isEmpty();
    this.idHead = makesIds ? idHead(chunk.id()) : new byte[0];
  }

  private static byte[] idHead(ChunkId chunk) {
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(chunk.bytes());
    return (id + "-").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String index() {
    return index;
  }

  @Override
  public boolean compose(EventView event, int ordinal, ByteArraySink out) {
    index = shaper.shape(event);
    if (index.isEmpty()) {
      throw new RejectedEventException(
          "the event names no index: index_name or its target_index_key is empty");
    }
    EventView record = shaper.record();
    if (target.operation().needsId() && !action.hasId(record)) {
      if (emitsMissingIds) {
        throw new RejectedEventException(
            "id_key %s: the event has no such field, and write_operation %s needs an _id"
                .formatted(target.meta().idKey().orElse(""), target.operation().word()));
      }
      return false;
    }
    // The same chunk gives the same ids at each try, so that a repeated item is known as one.
    action.write(record, index, shaper.type().orElse(target.type()), idHead, ordinal, out);
    EventView document = shaper.removeKeys();
    if (target.operation().updates()) {
      update.write(document, out);
    } else {
      JsonTranscoder.write(document.array(), document.recordStart(), out);
    }
    out.write('\n');
    return true;
  }
}
