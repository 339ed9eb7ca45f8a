package io.millrace.engine.buffer;

import io.millrace.api.ChunkKey;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.EventStream;
import io.millrace.event.Pack;
import io.millrace.event.PackedEvents;
import io.millrace.event.SealedEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one emit brings for one chunk: bytes, and where each event ends in them. Reused from emit to
 * emit. Not safe for use by several threads.
 *
 * <p>Either it shows events in place ({@link #show}), or it collects bytes event by event ({@link
 * #begin}, {@link #sink}, {@link #endEvent}). Events that came in a payload compressed as chunks
 * are stored as that payload, and not looked into, if one chunk can hold it.
 */
public final class Part {
  /** A larger array is not kept from emit to emit. */
  private static final int LARGEST_KEPT = 1 << 20;

  private ByteArraySink sink = new ByteArraySink(1024);
  private Compressor compressor = new Compressor();
  private ChunkKey key = ChunkKey.EMPTY;
  private ByteSlice shown = ByteSlice.EMPTY;
  private @Nullable SealedEvents sealed; // shown, and not looked into for this part
  private boolean collects;
  private int records;
  private int[] ends = new int[16];
  private boolean endsKnown;
  private int[] sources = new int[16];
  private final List<Integer> oversize = new ArrayList<>();
  private ByteSlice stored = ByteSlice.EMPTY;

  /** Becomes {@code events}, which are not copied; until {@link #release}. */
  public void show(ChunkKey key, EventStream events) {
    this.key = key;
    if (events instanceof SealedEvents payload) {
      sealed = payload;
      records = payload.count();
    } else {
      show(events.borrowed());
    }
    collects = false;
    endsKnown = false;
    oversize.clear();
  }

  private void show(PackedEvents events) {
    sealed = null;
    shown = events.bytes();
    records = events.count();
  }

  /** Becomes empty, to be filled through {@link #sink}. */
  public void begin(ChunkKey key) {
    this.key = key;
    sealed = null;
    sink.clear();
    records = 0;
    collects = true;
    endsKnown = true;
    oversize.clear();
  }

  /** Where the bytes of the next event go. */
  public ByteArraySink sink() {
    return sink;
  }

  /**
   * Ends an event; one that wrote nothing does not count.
   *
   * @param source index in the emitted stream's array at which the event began
   */
  public void endEvent(int source) {
    int end = sink.size();
    if (end == (records == 0 ? 0 : ends[records - 1])) {
      return;
    }
    if (records == ends.length) {
      ends = Arrays.copyOf(ends, records * 2);
    }
    if (records >= sources.length) {
      sources = Arrays.copyOf(sources, ends.length);
    }
    sources[records] = source;
    ends[records++] = end;
  }

  /** To which chunk it goes. */
  public ChunkKey key() {
    return key;
  }

  /** Number of events. */
  public int records() {
    return records;
  }

  /** Plain bytes. */
  ByteSlice bytes() {
    return collects ? sink.slice() : shown;
  }

  /** Index in {@link #bytes} behind event {@code i}; 0 for -1. */
  int end(int i) {
    if (!endsKnown) {
      findEnds();
    }
    return i < 0 ? 0 : ends[i];
  }

  private void findEnds() {
    if (ends.length < records) {
      ends = new int[records];
    }
    int at = shown.offset();
    for (int i = 0; i < records; i++) {
      at = Pack.skip(shown.array(), at);
      ends[i] = at - shown.offset();
    }
    endsKnown = true;
  }

  /** Takes note that event {@code i} is larger than a chunk may be. */
  void oversize(int i) {
    oversize.add(i);
  }

  /** Appends what is wrong with the events that were left out. */
  void describeOversize(BufferLimits limits, StringBuilder errors) {
    for (int i : oversize) {
      errors.append(errors.isEmpty() ? "" : ", ");
      errors.append(limits.compression() == Compression.TEXT ? "a " : "concatenated/appended a ");
      errors.append(stored(i, i + 1, limits).length());
      errors.append(" bytes record (nth: ").append(i);
      errors.append(") is larger than buffer chunk limit size (");
      errors.append(limits.chunkSize()).append(')');
    }
  }

  /**
   * Where in the emitted stream's array the events begin that were larger than a chunk may be; they
   * were not stored.
   */
  public List<Integer> oversizeSources() {
    return oversize.stream().map(i -> collects ? sources[i] : shown.offset() + end(i - 1)).toList();
  }

  /**
   * Makes the bytes ready to be stored; the slow part of it needs no lock.
   *
   * @throws io.millrace.event.MalformedPackException if a payload must be looked into and holds no
   *     events
   */
  void prepare(BufferLimits limits) {
    if (sealed != null) {
      if (sealed.compression() == limits.compression()
          && !limits.isOver(sealed.payload().length(), records)) {
        stored = sealed.payload();
        return;
      }
      show(sealed.borrowed());
    }
    stored = compressor.compress(bytes(), limits.compression());
  }

  /** All of it, as a chunk stores it; {@link #prepare} comes first. */
  ByteSlice stored() {
    return stored;
  }

  /** Events {@code from} to {@code to}, exclusive, as a chunk stores them. */
  ByteSlice stored(int from, int to, BufferLimits limits) {
    int start = end(from - 1);
    return compressor.compress(bytes().slice(start, end(to - 1) - start), limits.compression());
  }

  /** Lets go of the events, and of an array that one huge emit made. */
  public void release() {
    sealed = null;
    shown = ByteSlice.EMPTY;
    if (sink.array().length > LARGEST_KEPT || stored.array().length > LARGEST_KEPT) {
      sink = new ByteArraySink(1024);
      compressor = new Compressor();
    }
    stored = ByteSlice.EMPTY;
    sink.clear();
  }
}
