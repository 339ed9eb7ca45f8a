package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.Tag;
import java.io.IOException;
import java.util.Optional;

/**
 * What sets one output of this package apart from the others: where its nodes are, what it puts on
 * the server beforehand, and how it makes items. How chunks are delivered and answers are handled
 * is the same for all. Safe for use by several threads.
 */
interface Variant {
  /** Settings that all variants have. */
  CommonConfig common();

  /** The nodes, if they are the same for all chunks. */
  Optional<Nodes> fixedNodes();

  /** The nodes for {@code chunk}. */
  Nodes nodes(Chunk chunk);

  /**
   * Puts on the server what the documents of {@code chunk} need there.
   *
   * @throws IOException if the cluster does not answer
   */
  void prepare(Chunk chunk, Cluster cluster, Nodes nodes) throws IOException;

  /**
   * Puts on the server what an index needs there, before the first document of {@code chunk} goes
   * to it.
   *
   * @throws IOException if the cluster does not answer
   */
  default void open(Chunk chunk, Cluster cluster, Nodes nodes, String index) throws IOException {}

  /** What makes the items of {@code chunk}. */
  Composer composer(Chunk chunk, Tag tag, ServerVersion version);
}
