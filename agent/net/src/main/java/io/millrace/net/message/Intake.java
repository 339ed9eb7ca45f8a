package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import java.util.concurrent.CompletionStage;

/** Makes events of the messages that one read brought, then emits them. On one worker. */
public interface Intake {
  /** Takes one message. What it throws concerns that message alone, which is then reported. */
  void take(ByteSlice message, Peer peer);

  /** Emits the events; complete when they have arrived. Called once, behind the last message. */
  CompletionStage<Void> emit();
}
