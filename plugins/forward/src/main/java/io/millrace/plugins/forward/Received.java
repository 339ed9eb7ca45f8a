package io.millrace.plugins.forward;

import io.millrace.event.ByteSlice;
import io.millrace.event.LentEvents;

/**
 * A message that was received whole.
 *
 * @param value its bytes
 * @param array in which they are; released once its emit has ended
 */
record Received(ByteSlice value, LentEvents.Lender array) {}
