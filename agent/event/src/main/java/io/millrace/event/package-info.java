/**
 * Events as bytes: packed MessagePack, the cursor that reads it in place, the editor that splices
 * it, JSON in and out, and Ruby's regular expressions, floats and inspection. This package sees no
 * other module of ours.
 */
@NullMarked
package io.millrace.event;

import org.jspecify.annotations.NullMarked;
