package io.millrace.net.forward;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonPacker;
import io.millrace.event.MalformedJsonException;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackWriter;
import io.netty.buffer.ByteBuf;

/**
 * Cuts a stream of JSON documents, which may have white space and comments between and inside them,
 * and packs each. Finds the ends by counting brackets outside of strings and comments; whether a
 * document is valid is the parser's business. Not safe for use by several threads.
 */
final class JsonFramer {
  private enum State {
    VALUE,
    STRING,
    ESCAPE,
    SLASH,
    LINE_COMMENT,
    BLOCK_COMMENT,
    BLOCK_STAR
  }

  private final long maxDocument;
  private final ForwardDecoder.Receiver receiver;
  private final JsonPacker packer;
  private ByteArraySink document = new ByteArraySink(0);
  private State state = State.VALUE;
  private int depth;
  private long dropped;

  JsonFramer(long maxDocument, ForwardDecoder.Receiver receiver) {
    this.maxDocument = maxDocument;
    this.packer = new JsonPacker((int) maxDocument);
    this.receiver = receiver;
  }

  int held() {
    return document.array().length;
  }

  boolean isInside() {
    return depth > 0;
  }

  boolean isSteppingOver() {
    return dropped > 0;
  }

  void decode(ByteBuf in) {
    while (in.isReadable()) {
      byte c = in.readByte();
      boolean wasInside = depth > 0;
      step(c);
      if (wasInside || depth > 0) {
        keep(c);
      }
      if (wasInside && depth == 0) {
        finish();
      }
    }
    if (depth == 0) {
      document = new ByteArraySink(0);
    }
  }

  private void step(byte c) {
    switch (state) {
      case VALUE -> value(c);
      case STRING -> state = c == '"' ? State.VALUE : c == '\\' ? State.ESCAPE : State.STRING;
      case ESCAPE -> state = State.STRING;
      case SLASH -> {
        if (c != '/' && c != '*') {
          throw new MalformedPackException("no JSON: '/' begins no comment");
        }
        state = c == '/' ? State.LINE_COMMENT : State.BLOCK_COMMENT;
      }
      case LINE_COMMENT -> state = c == '\n' ? State.VALUE : State.LINE_COMMENT;
      case BLOCK_COMMENT -> state = c == '*' ? State.BLOCK_STAR : State.BLOCK_COMMENT;
      case BLOCK_STAR ->
          state = c == '/' ? State.VALUE : c == '*' ? State.BLOCK_STAR : State.BLOCK_COMMENT;
    }
  }

  private void value(byte c) {
    switch (c) {
      case '[', '{' -> depth++;
      case ']', '}' -> depth--;
      case '/' -> state = State.SLASH;
      case '"' -> state = State.STRING;
      default -> {}
    }
    boolean space = c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '/';
    if (depth < 0 || (depth == 0 && !space && c != ']' && c != '}')) {
      throw new MalformedPackException(
          "no JSON: '[' or '{' expected between documents, byte " + (c & 0xff) + " found");
    }
  }

  private void keep(byte c) {
    if (document.size() < maxDocument) {
      document.write(c);
    } else {
      dropped++;
    }
  }

  private void finish() {
    if (dropped > 0) {
      receiver.tooLong(ByteSlice.EMPTY, document.size() + dropped);
    } else {
      ByteArraySink packed = new ByteArraySink(document.size());
      try {
        packer.pack(document.slice(), new PackWriter(packed));
      } catch (MalformedJsonException e) {
        throw new MalformedPackException("no JSON: " + e.getMessage());
      }
      receiver.message(packed.slice());
    }
    dropped = 0;
    document.clear();
  }
}
