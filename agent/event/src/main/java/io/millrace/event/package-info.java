/**
 * Events as bytes: packed MessagePack, the cursor that reads it in place, the editor that splices
 * it, and the JSON transcoder. This package sees no other module of ours.
 */
@NullMarked
package io.millrace.event;

import org.jspecify.annotations.NullMarked;
